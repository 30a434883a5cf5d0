private import HandshakeCore
package import HandshakeTLS

/// One TLS 1.2 connection, a client's or a server's, without input and output of its own: bytes go in
/// and out, and events say what has happened.
///
/// ```swift
/// var connection = TLSConnection(client: configuration)
/// connection.receive(bytesFromTheTransport)
/// while let event = connection.nextEvent() { … }
/// transport.write(connection.takeBytesToSend())
/// ```
///
/// After each call that changes it, take its events until there is none, and the bytes to send.
public struct TLSConnection: ~Copyable, Sendable {
    var context: ConnectionContext
    var state: any HandshakeState
    var reassembler: HandshakeReassembler
    /// The beginning of a record whose rest has not arrived.
    var partialRecord = RecordBuffer()
    /// What came while an answer was waited for.
    var waitingBytes: [UInt8] = []
    var applicationData: [UInt8] = []
    /// Records in a row that brought nothing: a peer may not keep this side busy with them.
    var idleRecordCount = 0
    /// How often the peer has asked for a new handshake, in the whole connection.
    var renegotiationRequestCount = 0
    var progress = Progress()

    /// How far each direction has come to its end.
    struct Progress: Sendable {
        var hasFailed = false
        /// This side has sent close_notify.
        var isClosed = false
        /// The peer has, or what it sends does not matter any more.
        var isPeerClosed = false
    }

    /// A client's connection. Its ClientHello is ready to be sent.
    public init(client configuration: TLSClientConfiguration) {
        self.init(client: configuration, random: .system)
    }

    /// A server's connection, which waits for a ClientHello.
    public init(server configuration: TLSServerConfiguration) {
        self.init(server: configuration, random: .system)
    }

    /// A client with random bytes of its own, for tests with known answers.
    package init(client configuration: TLSClientConfiguration, random: RandomSource) {
        let (offer, session) = ClientOffer.make(configuration, random)
        self.init(
            ConnectionContext(
                role: .client,
                random: random,
                limits: configuration.limits,
                now: configuration.now,
                observer: configuration.observer,
                keyLog: configuration.keyLog
            ),
            ClientExpectsServerHello(configuration: configuration, offer: offer, session: session)
        )
        do throws(TLSConnectionError) {
            guard !offer.cipherSuites.isEmpty else {
                throw .invalidConfiguration(reason: "there is no cipher suite to offer")
            }
            try context.send(offer)
        } catch {
            fail(error)
        }
    }

    /// A server with random bytes of its own, for tests with known answers.
    package init(server configuration: TLSServerConfiguration, random: RandomSource) {
        self.init(
            ConnectionContext(
                role: .server,
                random: random,
                limits: configuration.limits,
                now: configuration.now,
                observer: configuration.observer,
                keyLog: configuration.keyLog
            ),
            ServerExpectsClientHello(configuration: configuration)
        )
    }

    private init(_ context: consuming ConnectionContext, _ state: some HandshakeState) {
        reassembler = HandshakeReassembler(limits: context.limits)
        self.context = context
        self.state = state
    }

    // MARK: Events

    /// What has happened, one at a time; `nil` when all is told.
    public mutating func nextEvent() -> TLSEvent? {
        context.events.isEmpty ? nil : context.events.removeFirst()
    }

    /// What the two sides have agreed on, once the handshake is done.
    public var negotiated: TLSNegotiatedParameters? { context.negotiated }

    /// Whether the connection waits for an answer. What is received meanwhile is kept, up to
    /// ``TLSConnectionLimits/waitingByteCount``: it is better not to read from the transport then.
    public var isWaitingForAnswer: Bool { context.pending != nil }

    // MARK: Sending

    /// Whether there is something to send to the peer.
    public var hasBytesToSend: Bool { !context.outgoing.isEmpty }

    /// All that is to be sent to the peer, moved out.
    public mutating func takeBytesToSend() -> [UInt8] { context.outgoing.take() }

    /// Seals application data into records to be sent: all of it, or none if this throws. Throws
    /// ``TLSConnectionError/handshakeNotCompleted``, ``TLSConnectionError/closed``, and, when the key may
    /// not protect so many records more, ``TLSConnectionError/recordLimitReached``, which ends the
    /// connection.
    public mutating func send(_ applicationData: Span<UInt8>) throws(TLSConnectionError) {
        guard !progress.hasFailed, !progress.isClosed else { throw .closed }
        guard context.negotiated != nil else { throw .handshakeNotCompleted }
        do throws(TLSConnectionError) {
            try context.outgoing.write(applicationData, .applicationData)
        } catch {
            fail(error)
            throw error
        }
    }

    /// Sends a record of any type under the current keys: a peer that misbehaves, for tests.
    package mutating func sendForTests(
        _ content: Span<UInt8>,
        _ contentType: TLS12.ContentType
    ) throws(TLSConnectionError) {
        try context.outgoing.write(content, contentType)
    }

    /// Ends this side with close_notify. What the peer still sends is received. Once the peer has
    /// closed its side, too, secrets are wiped. A handshake that is not done ends at once, in both
    /// directions.
    public mutating func close() {
        guard !progress.hasFailed, !progress.isClosed else { return }
        progress.isClosed = true
        do throws(TLSConnectionError) {
            try context.end(with: TLSAlert(.warning, .closeNotify))
        } catch {
            fail(error)
        }
        // No message of a handshake goes out after close_notify (RFC 5246, section 7.2.1), so that
        // what the peer answers would lead to nothing.
        if context.negotiated == nil { progress.isPeerClosed = true }
        if progress.isPeerClosed { end() }
    }

    /// Whether there is something to be wiped when the connection ends, for tests.
    package var holdsSecrets: Bool { context.holdsSecrets }

    /// The master secret's owner, for tests to see it go.
    package var sessionSecrets: SessionSecrets? { context.secrets }

    // MARK: Application data

    /// The application data that has been received, moved out.
    public mutating func takeApplicationData() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &applicationData)
        return taken
    }

    /// Fills `output` with keying material (RFC 5705) for a label and a context; no context is not
    /// the same as an empty one. Throws ``TLSConnectionError/handshakeNotCompleted``,
    /// ``TLSConnectionError/exporterUnavailable`` and ``TLSConnectionError/invalidExporterInput``.
    ///
    /// The master secret is kept for this alone, until the connection has failed or is closed on
    /// both sides. Then this throws ``TLSConnectionError/closed``.
    public func exportKeyingMaterial(
        label: String,
        context exporterContext: Span<UInt8>?,
        into output: inout MutableSpan<UInt8>
    ) throws(TLSConnectionError) {
        guard let negotiated = context.negotiated else { throw .handshakeNotCompleted }
        guard negotiated.hasExtendedMasterSecret else { throw .exporterUnavailable }
        guard let secrets = context.secrets else { throw .closed }
        do throws(TLS12.KeyDerivationError) {
            try secrets.export(
                label: Array(label.utf8),
                context: exporterContext,
                into: &output
            )
        } catch {
            throw .invalidExporterInput
        }
    }
}

extension TLSConnection {
    /// Answers a private-key request. An answer to anything else than the request that is waited for
    /// is ignored; one of the wrong kind is taken for a failure.
    public mutating func answer(
        _ request: TLSPrivateKeyRequest.ID,
        with answer: consuming TLSPrivateKeyAnswer
    ) {
        guard case .privateKey(request)? = context.pending else { return }
        context.endRequest()
        do throws(TLSConnectionError) {
            switch consume answer {
            case .signature(let signature):
                state = try state.receiveSignature(signature, &context)
            case .premasterSecret(let secret):
                guard secret.byteCount == RSAPrivateKey.premasterSecretByteCount else {
                    throw .privateKeyOperationFailed
                }
                state = try state.receivePremasterSecret(secret, &context)
            case .failure:
                throw .privateKeyOperationFailed
            }
            try goOn()
        } catch {
            fail(error)
        }
    }

    /// Answers a verification request. An answer to anything else than the request that is waited
    /// for is ignored.
    public mutating func answer(
        _ request: TLSVerificationRequest.ID,
        with result: TLSVerificationResult
    ) {
        guard case .verification(request)? = context.pending else { return }
        context.endRequest()
        do throws(TLSConnectionError) {
            switch result {
            case .accepted: state = try state.receiveVerification(&context)
            case .refused(let refusal): state = try state.receiveRefusal(refusal, &context)
            }
            try goOn()
        } catch {
            fail(error)
        }
    }

    /// Receives what came while the answer was waited for: messages of a record first, then records.
    private mutating func goOn() throws(TLSConnectionError) {
        try receiveMessages()
        var bytes: [UInt8] = []
        swap(&bytes, &waitingBytes)
        try receiveRecords(bytes.span)
    }
}
