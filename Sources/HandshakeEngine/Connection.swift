/// One TLS 1.2 connection, a client's or a server's, without input and output of its own: bytes go in
/// and out, and events say what has happened.
///
/// ```swift
/// var connection = Connection(client: configuration)
/// connection.receive(bytesFromTheTransport)
/// while let event = connection.nextEvent() { … }
/// transport.write(connection.takeBytesToSend())
/// ```
///
/// After each call that changes it, take its events until there is none, and the bytes to send.
public struct Connection: ~Copyable, Sendable {
    private var output: [UInt8] = []
    private var applicationData: [UInt8] = []
    private var events: [Event] = []

    /// What the two sides have agreed on, once the handshake is done.
    public private(set) var negotiated: NegotiatedParameters?

    /// A client's connection. Its ClientHello is ready to be sent.
    public init(client configuration: ClientConfiguration) {}

    /// A server's connection, which waits for a ClientHello.
    public init(server configuration: ServerConfiguration) {}

    /// Takes bytes that came from the peer: any number, cut anywhere. All of them are consumed.
    public mutating func receive(_ bytes: Span<UInt8>) {}

    /// What has happened, one at a time; `nil` when all is told.
    public mutating func nextEvent() -> Event? {
        events.isEmpty ? nil : events.removeFirst()
    }

    /// Whether there is something to send to the peer.
    public var hasBytesToSend: Bool { !output.isEmpty }

    /// All that is to be sent to the peer, moved out.
    public mutating func takeBytesToSend() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// Seals application data. The handshake must be done, and this side not closed.
    public mutating func send(_ applicationData: Span<UInt8>) throws(ConnectionError) {
        throw .handshakeNotCompleted
    }

    /// The application data that has been received, moved out.
    public mutating func takeApplicationData() -> [UInt8] {
        defer { applicationData = [] }
        return applicationData
    }

    /// Ends this side with close_notify. What the peer still sends is received.
    public mutating func close() {}

    /// The transport has ended. Without a close_notify of the peer's before, the connection fails
    /// with ``ConnectionError/truncated``.
    public mutating func peerClosedTransport() {}

    /// Whether the connection waits for an answer; what is received meanwhile is kept, up to
    /// ``ConnectionLimits/waitingByteCount``.
    public var isWaitingForAnswer: Bool { false }

    /// Answers a private-key request. An answer to anything else than the request that is waited for
    /// is ignored.
    public mutating func answer(
        _ request: PrivateKeyRequest.ID,
        with answer: consuming PrivateKeyAnswer
    ) {}

    /// Answers a verification request. An answer to anything else than the request that is waited
    /// for is ignored.
    public mutating func answer(
        _ request: VerificationRequest.ID,
        with result: VerificationResult
    ) {}

    /// Fills `output` with keying material (RFC 5705) for a label and a context; no context is not
    /// the same as an empty one.
    public func exportKeyingMaterial(
        label: String,
        context: Span<UInt8>?,
        into output: inout MutableSpan<UInt8>
    ) throws(ConnectionError) {
        throw .handshakeNotCompleted
    }
}
