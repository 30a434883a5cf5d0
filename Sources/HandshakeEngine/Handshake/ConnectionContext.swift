// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HandshakeCore
internal import HandshakeTLS
internal import X509

/// What all states of a connection work with: what goes out, the transcript, the keys, the events
/// and the request that is being answered. The keys' part is `ConnectionContext+Keys.swift`.
struct ConnectionContext: ~Copyable, Sendable {
    let role: Role
    let random: RandomSource
    let limits: TLSConnectionLimits
    let now: @Sendable () -> Date
    let observer: Observer
    let keyLog: (@Sendable (String) -> Void)?

    var outgoing = OutgoingRecords()
    var transcript = Transcript()
    var events: [TLSEvent] = []
    /// The session that a fatal alert removes, and its cache (RFC 5246, section 7.2.2).
    var cachedSession: (cache: TLSSessionCache, id: [UInt8])?

    /// Opens the peer's records, from its ChangeCipherSpec on.
    var opener: TLS12.RecordOpener?
    /// The keys that the two ChangeCipherSpec messages bring into use.
    var pendingSealer: TLS12.RecordSealer?
    var pendingOpener: TLS12.RecordOpener?
    /// The master secret; after the handshake, for the exporter alone.
    var secrets: SessionSecrets?

    /// A hello has settled the version, so that records have to carry it.
    var isVersionNegotiated = false
    /// Why a client that was asked for a certificate has sent none, as error messages say it.
    var whyNoCertificateWasSent: String?

    private(set) var negotiated: TLSNegotiatedParameters?
    private(set) var pendingRequest: PendingRequest?
    private var requestCount = 0
    /// When the pending request was made; measured only for an observer.
    private var requestTime: ContinuousClock.Instant?

    /// Which side of the connection this is.
    enum Role: Sendable {
        case client, server

        var peer: Role { self == .client ? .server : .client }
    }

    /// A request that has been handed out and not answered yet.
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

    init(
        role: Role,
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

    // MARK: Receiving

    /// What the peer's next record may look like.
    var recordRules: RecordBoundary.Rules {
        RecordBoundary.Rules(
            isProtected: opener != nil,
            isVersionNegotiated: isVersionNegotiated
        )
    }

    /// Opens a protected record to the end of `content`. Returns false, and opens nothing, while
    /// there is no key: the record is not protected.
    mutating func open(
        _ record: Span<UInt8>,
        appendingTo content: inout [UInt8]
    ) throws(TLSConnectionError) -> Bool {
        do throws(RecordError) {
            return try opener?.open(record, appendingTo: &content) != nil
        } catch {
            throw TLSConnectionError(error)
        }
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

    // MARK: Requests

    /// The signature of `digest` if the credential's key is here; otherwise `nil`, and the state's
    /// `receiveSignature` is called once the request has been answered.
    mutating func sign(
        _ digest: [UInt8],
        _ scheme: RSASignatureScheme,
        with credential: TLSCredential
    ) throws(TLSConnectionError) -> [UInt8]? {
        switch credential.key {
        case .direct(let key):
            do {
                return try observer.measure(.privateKeyOperation) {
                    try key.sign(digest: digest, scheme: scheme)
                }
            } catch {
                throw .privateKeyOperationFailed
            }
        case .external:
            request(.sign(digest: digest, scheme), of: credential)
            return nil
        }
    }

    /// The decrypted premaster secret if the credential's key is here; otherwise `nil`, and the
    /// state's `receivePremasterSecret` is called once the request has been answered.
    mutating func decryptPremasterSecret(
        _ ciphertext: [UInt8],
        clientVersion: UInt16,
        with credential: TLSCredential
    ) throws(TLSConnectionError) -> SecretBytes? {
        switch credential.key {
        case .direct(let key):
            do {
                return try observer.measure(.privateKeyOperation) {
                    try key.decryptPremasterSecret(ciphertext, clientVersion: clientVersion)
                }
            } catch {
                throw .privateKeyOperationFailed
            }
        case .external:
            request(
                .decryptPremasterSecret(ciphertext: ciphertext, clientVersion: clientVersion),
                of: credential
            )
            return nil
        }
    }

    private mutating func request(
        _ operation: TLSPrivateKeyRequest.Operation,
        of credential: TLSCredential
    ) {
        let id = TLSPrivateKeyRequest.ID(number: nextRequestNumber())
        pendingRequest = .privateKey(id)
        events.append(
            .privateKeyOperation(
                TLSPrivateKeyRequest(
                    id: id,
                    publicKey: credential.publicKey,
                    operation: operation
                )
            )
        )
    }

    /// Requests the verification of the peer's certificates. The state's `receiveVerification` or
    /// `receiveRefusal` is called once it has been answered.
    mutating func requestVerification(
        of chain: [Certificate],
        _ verification: CertificateVerification
    ) {
        let id = TLSVerificationRequest.ID(number: nextRequestNumber())
        pendingRequest = .verification(id)
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

    /// The pending request has been answered, or no longer matters.
    mutating func endRequest() {
        if let requestTime, let pendingRequest {
            observer.step(pendingRequest.step, since: requestTime)
        }
        pendingRequest = nil
    }

    // MARK: The end

    /// The handshake is complete.
    mutating func complete(_ negotiated: TLSNegotiatedParameters) -> ConnectedState {
        transcript.dropMessages()
        // Nothing may be exported from a master secret that is not bound to its handshake (RFC
        // 7627, section 5.4).
        if !negotiated.hasExtendedMasterSecret { secrets = nil }
        self.negotiated = negotiated
        events.append(.handshakeCompleted(negotiated))
        return ConnectedState()
    }
}

/// Tells the configuration's observer of messages and steps; costs nothing where there is none.
struct Observer: Sendable {
    let observe: (@Sendable (TLSHandshakeObservation) -> Void)?

    func message(
        _ direction: TLSHandshakeObservation.Direction,
        _ name: @autoclosure () -> String,
        _ byteCount: Int
    ) {
        observe?(.message(direction, name: name(), byteCount: byteCount))
    }

    /// The time now, if there is an observer.
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
