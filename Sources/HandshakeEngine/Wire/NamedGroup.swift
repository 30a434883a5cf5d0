/// A group for the key exchange (RFC 8422, 5.1.1).
public struct NamedGroup: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let secp256r1 = NamedGroup(rawValue: 23)
    public static let secp384r1 = NamedGroup(rawValue: 24)
    public static let secp521r1 = NamedGroup(rawValue: 25)
    public static let x25519 = NamedGroup(rawValue: 29)
    public static let x448 = NamedGroup(rawValue: 30)

    /// The group's name in IANA's registry, or its number.
    public var name: String {
        switch self {
        case .secp256r1: "secp256r1"
        case .secp384r1: "secp384r1"
        case .secp521r1: "secp521r1"
        case .x25519: "x25519"
        case .x448: "x448"
        default: "group \(rawValue)"
        }
    }
}
