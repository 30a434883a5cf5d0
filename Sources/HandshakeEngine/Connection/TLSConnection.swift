// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
package import HandshakeTLS

/// One TLS 1.2 connection, a client's or a server's, without input and output of its own: bytes go
/// in and out, and events say what has happened.
///
/// ```swift
/// var connection = TLSConnection(client: configuration)
/// connection.receive(bytesFromTheTransport)
/// while let event = connection.nextEvent() { … }
/// transport.write(connection.takeBytesToSend())
/// ```
///
/// After each call that changes the connection, take its events until there are none, and the bytes
/// to send.
///
/// A connection belongs to one process: a child of `fork` that went on with its copy would seal with
/// nonces that its parent seals with, too.
public struct TLSConnection: ~Copyable, Sendable {
    var context: ConnectionContext
    var state: any HandshakeState
    var reassembler: HandshakeReassembler
    /// The beginning of a record whose rest has not arrived.
    var partialRecord = RecordBuffer()
    /// What arrived while a request had not been answered.
    var waitingBytes: [UInt8] = []
    var applicationData: [UInt8] = []
    /// Records without content in a row: a peer may not keep this side busy with them.
    var idleRecordCount = 0
    /// How often the peer has asked for a new handshake, over the whole connection.
    var renegotiationRequestCount = 0
    var progress = Progress()

    /// How far each direction has come to its end.
    struct Progress: Sendable {
        var hasFailed = false
        /// This side has sent close_notify.
        var isClosed = false
        /// The peer has sent close_notify, or what it sends no longer matters.
        var isPeerClosed = false
    }

    /// The most bytes of content that one record carries: 2^14 (RFC 5246, section 6.2.1).
    package static var maximumRecordContentByteCount: Int {
        RecordLayout.maximumContentByteCount
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
        let offer = ClientOffer(configuration, random)
        self.init(
            ConnectionContext(
                role: .client,
                random: random,
                limits: configuration.limits,
                now: configuration.now,
                observer: configuration.observer,
                keyLog: configuration.keyLog
            ),
            ClientState.ExpectsServerHello(
                configuration: configuration,
                offer: offer.hello,
                session: offer.session
            )
        )
        do throws(TLSConnectionError) {
            guard !offer.hello.cipherSuites.isEmpty else {
                throw .invalidConfiguration(reason: "there is no cipher suite to offer")
            }
            try context.send(offer.hello)
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
            ServerState.ExpectsClientHello(configuration: configuration)
        )
    }

    private init(_ context: consuming ConnectionContext, _ state: some HandshakeState) {
        reassembler = HandshakeReassembler(limits: context.limits)
        self.context = context
        self.state = state
    }

    // MARK: Events

    /// What has happened, one event at a time in the order in which it happened; `nil` when there
    /// is no more.
    public mutating func nextEvent() -> TLSEvent? {
        context.events.isEmpty ? nil : context.events.removeFirst()
    }

    /// What the two sides have agreed on; `nil` until the handshake is complete.
    public var negotiated: TLSNegotiatedParameters? { context.negotiated }

    /// Whether the connection waits for an answer. What is received meanwhile is kept, up to
    /// ``TLSConnectionLimits/waitingByteCount`` bytes: it is better not to read from the transport
    /// then.
    public var isWaitingForAnswer: Bool { context.pendingRequest != nil }

    // MARK: Answers

    /// Answers a private-key request, and goes on with what arrived meanwhile. An answer to
    /// anything but the pending request is ignored; one of the wrong kind, or a premaster secret
    /// that does not have 48 bytes, counts as a failure.
    public mutating func answer(
        _ request: TLSPrivateKeyRequest.ID,
        with answer: consuming TLSPrivateKeyAnswer
    ) {
        guard case .privateKey(request)? = context.pendingRequest else { return }
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
            try resumeReceiving()
        } catch {
            fail(error)
        }
    }

    /// Answers a verification request, and goes on with what arrived meanwhile. An answer to
    /// anything but the pending request is ignored.
    public mutating func answer(
        _ request: TLSVerificationRequest.ID,
        with result: TLSVerificationResult
    ) {
        guard case .verification(request)? = context.pendingRequest else { return }
        context.endRequest()
        do throws(TLSConnectionError) {
            switch result {
            case .accepted: state = try state.receiveVerification(&context)
            case .refused(let refusal): state = try state.receiveRefusal(refusal, &context)
            }
            try resumeReceiving()
        } catch {
            fail(error)
        }
    }

    // MARK: Sending

    /// Whether there is something to send to the peer.
    public var hasBytesToSend: Bool { !context.outgoing.isEmpty }

    /// All bytes that are to be sent to the peer, in order, moved out; empty if there are none.
    public mutating func takeBytesToSend() -> [UInt8] { context.outgoing.take() }

    /// Seals application data of any length into records to be sent: all of it, or none if this
    /// throws.
    ///
    /// Throws ``TLSConnectionError/handshakeNotCompleted``, ``TLSConnectionError/closed``, and,
    /// when the key may not protect that many more records,
    /// ``TLSConnectionError/recordLimitReached``, which ends the connection.
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

    /// ``send(_:)-(Span<UInt8>)`` with an array.
    public mutating func send(_ applicationData: [UInt8]) throws(TLSConnectionError) {
        try send(applicationData.span)
    }

    /// Sends a record of any type under the current keys: a peer that misbehaves, for tests.
    package mutating func sendForTests(
        _ content: Span<UInt8>,
        _ contentType: ContentType
    ) throws(TLSConnectionError) {
        try context.outgoing.write(content, contentType)
    }

    /// Ends this side with close_notify. What the peer still sends is received; once the peer has
    /// closed its side too, secrets are wiped. A handshake that is not complete ends at once, in
    /// both directions.
    public mutating func close() {
        guard !progress.hasFailed, !progress.isClosed else { return }
        progress.isClosed = true
        do throws(TLSConnectionError) {
            try context.end(with: TLSAlert(.warning, .closeNotify))
        } catch {
            fail(error)
        }
        // No handshake message goes out after close_notify (RFC 5246, section 7.2.1), so that
        // nothing could come of the peer's answers.
        if context.negotiated == nil { progress.isPeerClosed = true }
        if progress.isPeerClosed { end() }
    }

    /// Ends a connection whose transport is gone: its secrets are wiped, and there is no event.
    package mutating func abandon() {
        progress.isClosed = true
        progress.isPeerClosed = true
        end()
    }

    /// Whether there is anything to be wiped when the connection ends, for tests.
    package var holdsSecrets: Bool { context.holdsSecrets }

    /// The owner of the master secret, for tests to see it released.
    package var sessionSecrets: SessionSecrets? { context.secrets }

    // MARK: Application data

    /// The application data that has been received, moved out; empty if there is none.
    public mutating func takeApplicationData() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &applicationData)
        return taken
    }

    /// Fills `output`, of any length in bytes, with keying material (RFC 5705) for a label and a
    /// context. No context is not the same as an empty one.
    ///
    /// The master secret is kept for this alone, until the connection has failed or is closed on
    /// both sides.
    ///
    /// Throws ``TLSConnectionError/handshakeNotCompleted``,
    /// ``TLSConnectionError/exporterUnavailable``, ``TLSConnectionError/invalidExporterInput``, and
    /// ``TLSConnectionError/closed`` once the master secret is gone.
    public func exportKeyingMaterial(
        label: String,
        context exporterContext: Span<UInt8>? = nil,
        into output: inout MutableSpan<UInt8>
    ) throws(TLSConnectionError) {
        guard let negotiated = context.negotiated else { throw .handshakeNotCompleted }
        guard negotiated.hasExtendedMasterSecret else { throw .exporterUnavailable }
        guard let secrets = context.secrets else { throw .closed }
        do throws(KeyDerivationError) {
            try secrets.export(
                label: Array(label.utf8),
                context: exporterContext,
                into: &output
            )
        } catch {
            throw .invalidExporterInput
        }
    }

    /// `byteCount` bytes of keying material (RFC 5705) for a label and a context, with the rules and
    /// errors of the other form. Throws ``TLSConnectionError/invalidExporterInput`` for a negative
    /// number of bytes, too.
    public func exportKeyingMaterial(
        label: String,
        context exporterContext: [UInt8]? = nil,
        byteCount: Int
    ) throws(TLSConnectionError) -> SecretBytes {
        guard byteCount >= 0 else { throw .invalidExporterInput }
        return try SecretBytes(byteCount: byteCount) { output throws(TLSConnectionError) in
            try exportKeyingMaterial(label: label, context: exporterContext?.span, into: &output)
        }
    }
}
