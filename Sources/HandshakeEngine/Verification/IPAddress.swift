#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// Whether a server is named by its address.
enum IPAddress {
    /// Whether `name` is an IPv4 or IPv6 address, without a port or brackets.
    static func isAddress(_ name: String) -> Bool {
        var version4 = in_addr()
        if unsafe inet_pton(AF_INET, name, &version4) == 1 { return true }
        var version6 = in6_addr()
        return unsafe inet_pton(AF_INET6, name, &version6) == 1
    }
}
