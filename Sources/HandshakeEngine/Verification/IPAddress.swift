#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// IPv4 and IPv6 addresses, which a server may be named by.
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

    /// How an address of 4 or 16 bytes is written; `nil` for other numbers of bytes.
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
