extension TLS12 {
    /// What a record carries (RFC 5246, 6.2.1).
    public enum ContentType: UInt8, Sendable, CaseIterable {
        case changeCipherSpec = 20
        case alert = 21
        case handshake = 22
        case applicationData = 23
    }
}
