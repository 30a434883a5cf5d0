/// What a peer may make a connection do.
public struct ConnectionLimits: Sendable {
    /// The longest handshake message in bytes, its header not counted; a certificate list is one
    /// message.
    public var handshakeMessageByteCount = 1 << 16
    /// The certificates in one list.
    public var certificateCount = 10
    /// The records that one key protects, each way (RFC 5288, section 6). The last is kept for the
    /// alert that ends the connection.
    public var recordsPerKey: UInt64 = 1 << 24
    /// The bytes that are kept while the connection waits for an answer to a request.
    public var waitingByteCount = 1 << 17

    public init() {}
}
