// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1
package import X509

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// The server that a client means to talk to (RFC 9525).
///
/// The policy that swift-certificates has for this accepts wildcards that RFC 9525 does not allow,
/// names with a trailing dot, to which name constraints do not apply, and a common name if there is
/// no other name (docs/dependencies.md).
enum ServerIdentity {
    case name(DNSName)
    /// An IPv4 or IPv6 address, in network order.
    case address([UInt8])

    /// `nil` if the text is neither a host name nor an address.
    init?(_ text: String) {
        if let bytes = IPAddress.bytes(text) {
            self = .address(bytes)
        } else if let name = DNSName(text.hasSuffix(".") ? String(text.dropLast()) : text),
            !name.isWildcard
        {
            // An absolute name's dot is for resolvers only.
            self = .name(name)
        } else {
            return nil
        }
    }

    /// Why `leaf` is not the certificate of `server`, or `nil` if it is: a name or address of its
    /// subjectAltName has to match, and nothing else counts (RFC 9525, section 2).
    static func refusal(of leaf: Certificate, for server: String) -> String? {
        guard let identity = ServerIdentity(server) else {
            return "\(server.shortText) is neither a host name nor an address"
        }
        let names: SubjectAlternativeNames
        do {
            names = try leaf.extensions.subjectAlternativeNames ?? SubjectAlternativeNames()
        } catch {
            return "\(leaf.subjectText) has a subjectAltName that cannot be read"
        }
        if names.contains(where: identity.matches) { return nil }
        let texts = names.compactMap(\.serverText)
        guard let first = texts.first else {
            return "\(leaf.subjectText) has no host name or address in a subjectAltName, and a "
                + "common name does not identify a server"
        }
        let others = texts.count > 1 ? " and \(texts.count - 1) more" : ""
        return "\(leaf.subjectText) is for \(first)\(others), not for \(server.shortText)"
    }

    private func matches(_ name: GeneralName) -> Bool {
        switch (self, name) {
        case (.name(let host), .dnsName(let text)): DNSName(text)?.matches(host) == true
        case (.address(let bytes), .ipAddress(let address)): address.bytes.elementsEqual(bytes)
        default: false
        }
    }
}

extension Certificate {
    /// Why the certificate is not for the server of this host name or address, or `nil` if it is.
    package func refusal(asServer server: String) -> String? {
        ServerIdentity.refusal(of: self, for: server)
    }
}

extension GeneralName {
    /// The name as a server's, in an error message; `nil` if it is of another kind.
    fileprivate var serverText: String? {
        switch self {
        case .dnsName(let text): text.shortText
        case .ipAddress(let address): IPAddress.text(Array(address.bytes))
        default: nil
        }
    }
}

/// IPv4 and IPv6 addresses, as names of servers.
enum IPAddress {
    /// Whether `name` is an IPv4 or IPv6 address, without a port or brackets.
    static func isAddress(_ name: String) -> Bool { bytes(name) != nil }

    /// The address in network order, 4 or 16 bytes, if `name` is one, without a port or brackets.
    static func bytes(_ name: String) -> [UInt8]? {
        for (family, byteCount) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: byteCount)
            if unsafe inet_pton(family, name, &bytes) == 1 { return bytes }
        }
        return nil
    }

    /// An address of 4 or 16 bytes as text; `nil` for any other number of bytes.
    static func text(_ bytes: [UInt8]) -> String? {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        // As many as the longest IPv6 address and the zero that ends it have (INET6_ADDRSTRLEN).
        var text = [CChar](repeating: 0, count: 46)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else {
            return nil
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
