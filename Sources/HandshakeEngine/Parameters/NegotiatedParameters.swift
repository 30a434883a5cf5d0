public import X509

/// What the two sides of a connection have agreed on.
public struct NegotiatedParameters: Sendable, Hashable {
    /// The protocol's version: TLS 1.2.
    public let version: ProtocolVersion
    public let cipherSuite: CipherSuite
    /// The group of the key exchange; `nil` for RSA key exchange and for a resumed session.
    public let group: NamedGroup?
    /// The application protocol (RFC 7301), or `nil` if none was agreed on.
    public let applicationProtocol: String?
    /// The server's name that the client asked for (RFC 6066, section 3).
    public let serverName: String?
    /// The peer's certificates, leaf first, as it sent them; empty if it sent none. For a resumed
    /// session those of the session's full handshake.
    public let peerCertificates: [Certificate]
    /// Whether the session of an earlier connection was resumed.
    public let isResumed: Bool
    /// Whether the master secret is bound to the handshake (RFC 7627).
    public let hasExtendedMasterSecret: Bool
}
