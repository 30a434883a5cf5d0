internal import Foundation
internal import HandshakeCore
internal import HandshakeTLS
internal import X509

/// What all states of a connection work with.
struct ConnectionContext: ~Copyable, Sendable {
    /// What was handed out and is waited for.
    enum PendingRequest: Sendable {
        case privateKey(TLSPrivateKeyRequest.ID)
        case verification(TLSVerificationRequest.ID)

        var step: TLSHandshakeObservation.Step {
            switch self {
            case .privateKey: .externalPrivateKeyOperation
            case .verification: .certificateVerification
            }
        }
    }

    let role: TLS12.PRF.Sender
    let random: RandomSource
    let limits: TLSConnectionLimits
    let now: @Sendable () -> Date
    let observer: Observer
    private let keyLog: (@Sendable (String) -> Void)?

    var outgoing = OutgoingRecords()
    var transcript = Transcript()
    var events: [TLSEvent] = []
    /// The cache and the session in it that a fatal alert removes (RFC 5246, section 7.2.2).
    var cachedSession: (cache: TLSSessionCache, id: [UInt8])?

    /// Opens the peer's records, from its ChangeCipherSpec on.
    var opener: TLS12.RecordOpener?
    /// The keys that the two ChangeCipherSpec messages bring in.
    private var nextSealer: TLS12.RecordSealer?
    private var nextOpener: TLS12.RecordOpener?

    var isVersionNegotiated = false

    /// Why a client that was asked for a certificate has sent none, for people.
    var whyNoCertificateWasSent: String?

    var recordRules: RecordBoundary.Rules {
        RecordBoundary.Rules(
            isProtected: opener != nil,
            isVersionNegotiated: isVersionNegotiated
        )
    }

    /// After the handshake, for the exporter.
    private(set) var secrets: SessionSecrets?
    private(set) var negotiated: TLSNegotiatedParameters?
    private(set) var pending: PendingRequest?
    private var requestCount = 0
    /// When the pending request was made; measured for an observer only.
    private var requestTime: ContinuousClock.Instant?

    init(
        role: TLS12.PRF.Sender,
        random: RandomSource,
        limits: TLSConnectionLimits,
        now: @escaping @Sendable () -> Date,
        observer: (@Sendable (TLSHandshakeObservation) -> Void)?,
        keyLog: (@Sendable (String) -> Void)?
    ) {
        self.role = role
        self.random = random
        self.limits = limits
        self.now = now
        self.observer = Observer(observe: observer)
        self.keyLog = keyLog
    }

    // MARK: Sending

    /// Sends a handshake message and adds it to the transcript.
    mutating func send(_ body: some HandshakeBody) throws(TLSConnectionError) {
        let message: HandshakeMessage
        do throws(WireError) {
            message = try body.message()
        } catch {
            // A field of this side's own configuration, such as its certificates, is too long.
            throw .invalidConfiguration(
                reason: "\(type(of: body).type.name) does not fit into TLS: \(error)"
            )
        }
        observer.message(.sent, message.type.name, message.bytes.count)
        transcript.append(message)
        try outgoing.write(message.bytes.span, .handshake)
    }

    mutating func send(_ alert: TLSAlert) throws(TLSConnectionError) {
        observer.message(.sent, "alert \(alert.description)", alert.fragment.count)
        try outgoing.write(alert.fragment.span, .alert)
    }

    /// Sends the alert that ends this side.
    mutating func end(with alert: TLSAlert) throws(TLSConnectionError) {
        observer.message(.sent, "alert \(alert.description)", alert.fragment.count)
        try outgoing.end(with: alert)
    }

    /// Sends ChangeCipherSpec, and Finished under the new keys.
    mutating func sendFinished(_ secrets: SessionSecrets) throws(TLSConnectionError) {
        let changeCipherSpec = ChangeCipherSpec.fragment
        observer.message(.sent, "ChangeCipherSpec", changeCipherSpec.count)
        try outgoing.write(changeCipherSpec.span, .changeCipherSpec)
        if let sealer = nextSealer.take() { outgoing.protect(with: sealer) }
        let verifyData = try verifyData(secrets, role)
        try send(Finished(verifyData: verifyData))
    }

    // MARK: Keys

    /// Derives the secrets of a full handshake, with the transcript up to ClientKeyExchange, and uses
    /// them.
    mutating func derive(
        _ premasterSecret: borrowing SecretBytes,
        _ randoms: Randoms,
        _ cipherSuite: TLSCipherSuite,
        isExtended: Bool
    ) throws(TLSConnectionError) -> SessionSecrets {
        let sessionHash = isExtended ? transcript.digest() : nil
        let secrets: SessionSecrets
        do {
            secrets = try observer.measure(.keyDerivation) { () throws(TLS12.KeyDerivationError) in
                try SessionSecrets(
                    premasterSecret: premasterSecret,
                    randoms: randoms,
                    cipherSuite: cipherSuite,
                    sessionHash: sessionHash
                )
            }
        } catch {
            throw .keysNotDerived
        }
        try use(secrets)
        return secrets
    }

    /// Takes the session's secrets and derives the keys of both directions from them.
    mutating func use(_ secrets: SessionSecrets) throws(TLSConnectionError) {
        self.secrets = secrets
        keyLog?(secrets.keyLogLine)
        do {
            let keys = try observer.measure(.keyDerivation) { () throws(TLS12.KeyDerivationError) in
                try TrafficKeys(secrets, recordLimit: limits.recordsPerKey)
            }
            nextSealer = try keys.sealer(of: role)
            nextOpener = try keys.opener(of: peer)
        } catch {
            throw .keysNotDerived
        }
    }

    /// Whose messages are received.
    private var peer: TLS12.PRF.Sender { role == .client ? .server : .client }

    /// Opens the peer's records with the new keys from now on.
    mutating func protectReceiving() { opener = nextOpener.take() }

    /// Checks the peer's Finished against the transcript without it (RFC 5246, section 7.4.9), then
    /// adds it.
    mutating func receiveFinished(
        _ message: HandshakeMessage,
        _ secrets: SessionSecrets
    ) throws(TLSConnectionError) {
        let finished = try decoding("Finished") { () throws(WireError) in
            try Finished(parsing: message.body)
        }
        let expected = try verifyData(secrets, peer)
        guard constantTimeEqual(finished.verifyData.span, expected.span) else {
            throw .peerMisbehaved(.decryptError, reason: "Finished does not match the handshake")
        }
        transcript.append(message)
    }

    private func verifyData(
        _ secrets: SessionSecrets,
        _ sender: TLS12.PRF.Sender
    ) throws(TLSConnectionError) -> [UInt8] {
        do {
            return try observer.measure(.keyDerivation) {
                try secrets.verifyData(sender, handshakeHash: transcript.digest())
            }
        } catch {
            throw .keysNotDerived
        }
    }

    // MARK: Requests

    /// Lets `state` go on with the signature of `digest`: at once with a direct key, else when the
    /// request is answered.
    mutating func sign(
        _ digest: [UInt8],
        _ scheme: RSASignatureScheme,
        with credential: TLSCredential,
        then state: some HandshakeState
    ) throws(TLSConnectionError) -> any HandshakeState {
        switch credential.key {
        case .direct(let key):
            let signature: [UInt8]
            do {
                signature = try observer.measure(.privateKeyOperation) {
                    try key.sign(digest, scheme)
                }
            } catch {
                throw .privateKeyOperationFailed
            }
            return try state.receiveSignature(signature, &self)
        case .external:
            request(.sign(digest: digest, scheme), of: credential)
            return state
        }
    }

    /// Lets `state` go on with the decrypted premaster secret, as ``sign(_:_:with:then:)`` does.
    mutating func decryptPremasterSecret(
        _ ciphertext: [UInt8],
        clientVersion: UInt16,
        with credential: TLSCredential,
        then state: some HandshakeState
    ) throws(TLSConnectionError) -> any HandshakeState {
        switch credential.key {
        case .direct(let key):
            let premasterSecret: SecretBytes
            do {
                premasterSecret = try observer.measure(.privateKeyOperation) {
                    try key.premasterSecret(ciphertext, clientVersion: clientVersion)
                }
            } catch {
                throw .privateKeyOperationFailed
            }
            return try state.receivePremasterSecret(premasterSecret, &self)
        case .external:
            request(
                .decryptPremasterSecret(ciphertext: ciphertext, clientVersion: clientVersion),
                of: credential
            )
            return state
        }
    }

    private mutating func request(
        _ operation: TLSPrivateKeyRequest.Operation,
        of credential: TLSCredential
    ) {
        let id = TLSPrivateKeyRequest.ID(number: nextRequestNumber())
        pending = .privateKey(id)
        events.append(
            .privateKeyOperation(
                TLSPrivateKeyRequest(id: id, publicKey: credential.publicKey, operation: operation)
            )
        )
    }

    /// Asks for the verification of the peer's certificates.
    mutating func verify(_ chain: [Certificate], _ verification: CertificateVerification) {
        let id = TLSVerificationRequest.ID(number: nextRequestNumber())
        pending = .verification(id)
        events.append(
            .verification(
                TLSVerificationRequest(
                    id: id,
                    peerCertificates: chain,
                    verification: verification
                )
            )
        )
    }

    private mutating func nextRequestNumber() -> Int {
        requestCount += 1
        requestTime = observer.time
        return requestCount
    }

    /// The pending request is answered, or does not matter any more.
    mutating func endRequest() {
        if let requestTime, let pending {
            observer.step(pending.step, since: requestTime)
        }
        pending = nil
    }

    // MARK: The end

    /// The handshake is done.
    mutating func complete(_ negotiated: TLSNegotiatedParameters) -> ConnectedState {
        transcript.dropMessages()
        // Nothing may be exported of it then (RFC 7627, section 5.4).
        if !negotiated.hasExtendedMasterSecret { secrets = nil }
        self.negotiated = negotiated
        events.append(.handshakeCompleted(negotiated))
        return ConnectedState()
    }

    /// Nothing is sent or received any more: the master secret and all keys are wiped.
    mutating func wipe() {
        secrets = nil
        opener = nil
        nextOpener = nil
        nextSealer = nil
        outgoing.end()
    }

    /// Whether there is something for ``wipe()`` to wipe.
    var holdsSecrets: Bool {
        secrets != nil || opener != nil || nextOpener != nil || nextSealer != nil
            || outgoing.isProtected
    }

    /// A session that ended with a fatal alert is not resumed (RFC 5246, section 7.2.2). A transport
    /// that just ended is none.
    mutating func forgetSession(because error: TLSConnectionError) {
        if error != .truncated, let session = cachedSession { session.cache.remove(id: session.id) }
    }
}

/// Whoever wants to hear of messages and steps; costs nothing where nobody does.
struct Observer: Sendable {
    let observe: (@Sendable (TLSHandshakeObservation) -> Void)?

    func message(
        _ direction: TLSHandshakeObservation.Direction,
        _ name: @autoclosure () -> String,
        _ byteCount: Int
    ) {
        observe?(.message(direction, name: name(), byteCount: byteCount))
    }

    /// The time now, if anybody measures.
    var time: ContinuousClock.Instant? { observe == nil ? nil : ContinuousClock.now }

    func step(_ step: TLSHandshakeObservation.Step, since start: ContinuousClock.Instant) {
        observe?(.step(step, ContinuousClock.now - start))
    }

    func measure<Value: ~Copyable, Failure: Error>(
        _ step: TLSHandshakeObservation.Step,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard let observe else { return try body() }
        let start = ContinuousClock.now
        let value = try body()
        observe(.step(step, ContinuousClock.now - start))
        return value
    }
}

/// Where a connection's random bytes come from: the system, but for tests with known answers.
package struct RandomSource: Sendable {
    package static let system = RandomSource { SystemRandom.fill(&$0) }

    package let fill: @Sendable (inout MutableSpan<UInt8>) -> Void

    package init(fill: @escaping @Sendable (inout MutableSpan<UInt8>) -> Void) {
        self.fill = fill
    }

    func bytes(_ byteCount: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var span = bytes.mutableSpan
        fill(&span)
        return bytes
    }
}

extension ConnectionContext {
    /// Opens a protected record to the end of `content`.
    mutating func open(
        _ record: Span<UInt8>,
        appendingTo content: inout [UInt8]
    ) throws(TLSConnectionError) {
        let byteCount = record.count - TLS12.RecordHeader.overheadByteCount
        guard byteCount >= 0 else { throw TLSConnectionError(TLS12.RecordError.recordTooShort) }
        do throws(TLS12.RecordError) {
            try content.append(byteCount: byteCount) {
                (fragment: inout MutableSpan<UInt8>) throws(TLS12.RecordError) in
                _ = try opener?.open(record, into: &fragment)
            }
        } catch {
            throw TLSConnectionError(error)
        }
    }
}
