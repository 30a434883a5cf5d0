// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import SwiftASN1
import X509

/// A name that a certificate vouches for, as people write it.
enum CertificateName {
    /// ub-common-name, RFC 5280 appendix A.1.
    private static let maximumCommonNameCount = 64

    /// A subject of one common name.
    static func subject(_ commonName: String) throws -> DistinguishedName {
        guard !commonName.isEmpty, commonName.unicodeScalars.count <= maximumCommonNameCount else {
            throw ToolError(
                "'\(commonName)' is no common name: it has 1 to \(maximumCommonNameCount) characters"
                    + "; give a longer host name with --name"
            )
        }
        return try DistinguishedName { CommonName(commonName) }
    }

    /// An IP address, an e-mail address or a host name, which may begin with "*.".
    static func alternative(_ text: String) throws -> GeneralName {
        if let address = addressBytes(text) {
            return .ipAddress(ASN1OctetString(contentBytes: address[...]))
        }
        if text.contains("@"), isPlain(text) { return .rfc822Name(text) }
        guard isHostName(text) else {
            throw ToolError("'\(text)' is neither a host name nor an IP or e-mail address")
        }
        return .dnsName(text)
    }

    /// RFC 1123 section 2.1, with a wildcard for the first label as in RFC 9525 section 6.3.
    static func isHostName(_ text: String) -> Bool {
        var labels = text.split(separator: ".", omittingEmptySubsequences: false)
        if labels.first == "*", labels.count > 2 { labels.removeFirst() }
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.allSatisfy { character in
                        character.isASCII
                            && (character.isLetter || character.isNumber || character == "-"
                                || character == "_")
                    }
            }
    }

    static func isAddress(_ text: String) -> Bool { addressBytes(text) != nil }

    private static func addressBytes(_ text: String) -> [UInt8]? {
        var address = [UInt8](repeating: 0, count: 4)
        if unsafe inet_pton(AF_INET, text, &address) == 1 { return address }
        address = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET6, text, &address) == 1 { return address }
        return nil
    }

    /// Whether a requested name is what its kind says it is, as far as the kind is known here.
    static func isWellFormed(_ name: GeneralName) -> Bool {
        switch name {
        case .dnsName(let name): isHostName(name)
        case .rfc822Name(let name), .uniformResourceIdentifier(let name): isPlain(name)
        case .ipAddress(let address): [4, 16].contains(address.bytes.count)
        default: true
        }
    }

    /// No empty name, no spaces, and nothing that does not show.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// One that could be taken for several in a list stands in quotation marks.
    static func text(_ name: GeneralName) -> String {
        switch name {
        case .dnsName(let name), .rfc822Name(let name), .uniformResourceIdentifier(let name):
            isPlain(name) && !name.contains(",") && !name.contains("\"") ? name : quoted(name)
        case .ipAddress(let address):
            (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: address.bytes), port: 0))?
                .ipAddress ?? "\(address.bytes)"
        default: "\(name)"
        }
    }

    private static func quoted(_ name: String) -> String {
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    static func text(_ names: some Sequence<GeneralName>) -> String {
        names.map { text($0) }.joined(separator: ", ")
    }
}
