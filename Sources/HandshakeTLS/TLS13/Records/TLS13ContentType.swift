extension TLS13 {
    /// What a protected record carries (RFC 8446, 5.1 and 5.2).
    public enum ContentType: UInt8, Sendable, CaseIterable {
        case alert = 21
        case handshake = 22
        case applicationData = 23
    }
}
