// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where an HTTPS URL leads.
package struct HTTPTarget {
    package let host: HostName
    package let port: Int
    /// The host and, unless it is 443, the port.
    package let authority: String
    /// The path and the query.
    package let path: String

    private static let standardPort = 443

    /// Throws ``ToolError`` for what is no such URL. Who is named before the host, perhaps with a
    /// password, is not repeated.
    package init(_ url: String) throws {
        let scheme = url.prefix { $0 != ":" }
        let afterScheme = url.dropFirst(scheme.count)
        let authority = afterScheme.dropFirst("://".count).prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw ToolError(
                "the address names a user before its host, which this command does not send: leave "
                    + "out what stands before the @, and say who you are by a --header"
            )
        }
        guard scheme.lowercased() == "https", afterScheme.hasPrefix("://"), !authority.isEmpty
        else { throw ToolError("an address begins with https:// and a host: \(url)") }
        let (host, port) = try Self.hostAndPort(authority, url)
        self.host = try HostName(host.removingPercentEncodingOfZone)
        self.port = port ?? Self.standardPort
        let isBracketed = self.host.identity.contains(":")
        // The zone is this side's matter alone (RFC 6874, section 4).
        let name = isBracketed ? "[\(self.host.identity)]" : self.host.resolved
        self.authority = self.port == Self.standardPort ? name : "\(name):\(self.port)"
        let rest = afterScheme.dropFirst("://".count + authority.count).prefix { $0 != "#" }
        path = Self.escaped(rest.hasPrefix("/") ? rest : "/" + rest)
    }

    var endpoint: Endpoint { Endpoint(host: host.resolved, port: port) }

    private static func hostAndPort(
        _ authority: Substring,
        _ url: String
    ) throws -> (host: Substring, port: Int?) {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            host = authority.dropFirst().prefix { $0 != "]" }
            rest = authority.dropFirst(host.count + 2)
            guard host.contains(":"), authority.contains("]"), rest.first ?? ":" == ":" else {
                throw ToolError("an IPv6 address stands alone between brackets: \(url)")
            }
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority.dropFirst(host.count)
        }
        let digits = rest.dropFirst()
        guard !digits.isEmpty else { return (host, nil) }
        guard let port = Endpoint.port(digits), port > 0 else {
            throw ToolError("a port is a number from 1 to 65535: \(url)")
        }
        return (host, port)
    }

    /// Escapes what a URL cannot hold; what is escaped already stays as it is (RFC 3986, 2.1).
    private static func escaped(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var escaped = ""
        for (index, byte) in bytes.enumerated() {
            let following = bytes[(index + 1)...].prefix(2)
            let isEscape =
                byte == UInt8(ascii: "%") && following.count == 2
                && following.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            if isEscape || isAllowed(byte) {
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                escaped +=
                    "%" + (byte < 16 ? "0" : "")
                    + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }

    /// What stands for itself in a path or a query (RFC 3986, appendix A).
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
        }
    }
}

extension Substring {
    /// A zone is set off by "%25" in a URL (RFC 6874, section 2).
    fileprivate var removingPercentEncodingOfZone: String {
        guard contains(":"), let zone = range(of: "%25") else { return String(self) }
        return replacingCharacters(in: zone, with: "%")
    }
}
