// SPDX-License-Identifier: Apache-2.0

import X509

/// A subject as people write it, such as 'CN=localhost,O=Orders,C=DE' (RFC 4514): attributes with
/// commas between them, in which a backslash takes the meaning from a comma, "=" or backslash.
///
/// The order is that in which the certificate has them: RFC 4514 writes the last one first, and so
/// does this, as 'inspect' shows them.
enum SubjectText {
    /// The upper bounds of RFC 5280, appendix A.1.
    private static let maximumCounts = [
        "CN": 64, "O": 64, "OU": 64, "L": 128, "ST": 128, "STREET": 128, "EMAIL": 255, "DC": 63,
    ]

    static func subject(_ text: String) throws -> DistinguishedName {
        let attributes = try attributes(text).map { try attribute($0.type, $0.value) }
        return DistinguishedName(try attributes.reversed().map { try $0.makeRDN() })
    }

    private static func attribute(
        _ type: String,
        _ value: String
    ) throws -> any RelativeDistinguishedNameConvertible {
        let type = type.uppercased()
        if let maximum = maximumCounts[type], value.unicodeScalars.count > maximum {
            throw ToolError(
                "'\(value)' is too long for \(type): it has \(maximum) characters at most"
            )
        }
        switch type {
        case "CN": return CommonName(value)
        case "O": return OrganizationName(value)
        case "OU": return OrganizationalUnitName(value)
        case "L": return LocalityName(value)
        case "ST": return StateOrProvinceName(value)
        case "STREET": return StreetAddress(value)
        case "EMAIL":
            guard isASCII(value) else { throw notASCII(value, type) }
            return EmailAddress(value)
        case "DC":
            guard isASCII(value) else { throw notASCII(value, type) }
            return DomainComponent(value)
        case "C":
            guard value.utf8.count == 2, value.allSatisfy({ $0.isASCII && $0.isLetter }) else {
                throw ToolError("'\(value)' is no country: C has the two letters of ISO 3166")
            }
            return CountryName(value.uppercased())
        default:
            throw ToolError(
                "'\(type)' is no attribute of a subject that is known here: CN, O, OU, L, ST, "
                    + "STREET, C, DC or EMAIL"
            )
        }
    }

    private static func isASCII(_ value: String) -> Bool { value.utf8.allSatisfy { $0 < 0x80 } }

    private static func notASCII(_ value: String, _ type: String) -> ToolError {
        ToolError("'\(value)' has characters that \(type) cannot have: ASCII's alone")
    }

    /// The types and values of the text.
    private static func attributes(_ text: String) throws -> [(type: String, value: String)] {
        var attributes: [(type: String, value: String)] = []
        var (type, part, isEscaped): (String?, String, Bool) = (nil, "", false)
        func end() throws {
            let value = part.trimmingSpaces
            guard let type, !type.isEmpty, !value.isEmpty else {
                throw ToolError(
                    "'\(text)' is no subject: write it as 'CN=localhost,O=Orders,C=DE', with a "
                        + "backslash before a comma that belongs to a name"
                )
            }
            attributes.append((type, value))
        }
        for character in text {
            if isEscaped {
                part.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == ",", type != nil {
                try end()
                (type, part) = (nil, "")
            } else if character == "=", type == nil {
                (type, part) = (part.trimmingSpaces, "")
            } else {
                part.append(character)
            }
        }
        if isEscaped { part.append("\\") }
        try end()
        return attributes
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
