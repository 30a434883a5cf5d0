/// What a record carries (RFC 5246, 6.2.1; RFC 8446, 5.1).
public enum ContentType: UInt8, Sendable, CaseIterable {
    /// Never protected in TLS 1.3.
    case changeCipherSpec = 20
    case alert = 21
    case handshake = 22
    case applicationData = 23
}
