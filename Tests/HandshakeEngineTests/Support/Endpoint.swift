// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine

/// A connection with an owner that does what the events ask for.
final class Endpoint {
    var connection: TLSConnection
    private(set) var negotiated: TLSNegotiatedParameters?
    private(set) var sessions: [TLSSession] = []
    private(set) var error: TLSConnectionError?
    private(set) var isPeerClosed = false
    private(set) var requestCount = 0
    private(set) var verificationCount = 0
    private(set) var received: [UInt8] = []
    /// Does the operations of an external credential.
    var key: RSAPrivateKey?
    /// Does them in the key's place.
    var batcher: RSABatcher?
    /// Sent as soon as the handshake is done.
    var greeting: [UInt8] = []

    init(_ connection: consuming TLSConnection) { self.connection = connection }

    convenience init(client: TLSClientConfiguration) { self.init(TLSConnection(client: client)) }

    convenience init(server: TLSServerConfiguration) { self.init(TLSConnection(server: server)) }

    /// Takes all events and does what they ask for.
    func handleEvents() async {
        while let event = connection.nextEvent() {
            switch event {
            case .privateKeyOperation(let request):
                requestCount += 1
                connection.answer(request.id, with: await answer(request.operation))
            case .verification(let request):
                verificationCount += 1
                connection.answer(request.id, with: await request.verify())
            default:
                handle(event)
            }
        }
    }

    /// Takes all events of a connection with a direct key, and trusts any certificate.
    func handleEventsOfTrust() {
        while let event = connection.nextEvent() {
            if case .verification(let request) = event {
                connection.answer(request.id, with: .accepted)
            } else {
                handle(event)
            }
        }
    }

    private func handle(_ event: TLSEvent) {
        switch event {
        case .privateKeyOperation, .verification:
            break
        case .handshakeCompleted(let negotiated):
            self.negotiated = negotiated
            let greeting = greeting
            try? connection.send(greeting.span)
        case .newSession(let session):
            sessions.append(session)
        case .applicationData:
            received += connection.takeApplicationData()
        case .peerClosed:
            isPeerClosed = true
        case .failed(let error):
            self.error = error
        }
    }

    private func answer(_ operation: TLSPrivateKeyRequest.Operation) async -> TLSPrivateKeyAnswer {
        guard let key, let batcher else { return answerAtOnce(operation) }
        do {
            switch operation {
            case .sign(let digest, let scheme):
                let signature = try await batcher.sign(digest: digest, scheme: scheme, with: key)
                return .signature(signature)
            case .decryptPremasterSecret(let ciphertext, let version):
                let secret = try await batcher.decryptPremasterSecret(
                    ciphertext,
                    clientVersion: version,
                    with: key
                )
                return .premasterSecret(secret)
            }
        } catch {
            return .failure
        }
    }

    private func answerAtOnce(_ operation: TLSPrivateKeyRequest.Operation) -> TLSPrivateKeyAnswer {
        guard let key else { return .failure }
        do {
            switch operation {
            case .sign(let digest, let scheme):
                return .signature(try key.sign(digest: digest, scheme: scheme))
            case .decryptPremasterSecret(let ciphertext, let version):
                let secret = try key.decryptPremasterSecret(ciphertext, clientVersion: version)
                return .premasterSecret(secret)
            }
        } catch {
            return .failure
        }
    }

    var hasBytesToSend: Bool { connection.hasBytesToSend }

    /// Takes the next event, if there is one.
    var hasNoEvent: Bool { connection.nextEvent() == nil }

    func receive(_ bytes: [UInt8]) { connection.receive(bytes.span) }

    func send(_ bytes: [UInt8]) throws { try connection.send(bytes.span) }
}

/// Carries bytes between the two until neither has anything to send.
///
/// `pass` may change what the one sends before the other gets it.
func run(
    _ client: Endpoint,
    _ server: Endpoint,
    pass: (_ bytes: [UInt8], _ fromClient: Bool) -> [[UInt8]] = { bytes, _ in [bytes] }
) async {
    await client.handleEvents()
    await server.handleEvents()
    while client.connection.hasBytesToSend || server.connection.hasBytesToSend {
        if client.connection.hasBytesToSend {
            for part in pass(client.connection.takeBytesToSend(), true) {
                server.receive(part)
                await server.handleEvents()
            }
        }
        if server.connection.hasBytesToSend {
            for part in pass(server.connection.takeBytesToSend(), false) {
                client.receive(part)
                await client.handleEvents()
            }
        }
    }
}

/// A connection between the two, to the end of its handshake. The test server's key does what an
/// external credential asks for.
func handshake(
    _ client: TLSClientConfiguration,
    _ server: TLSServerConfiguration
) async -> (client: Endpoint, server: Endpoint) {
    let client = Endpoint(client: client)
    let server = Endpoint(server: server)
    server.key = TestAuthority.privateKey(TestAuthority.Subject.server.key)
    await run(client, server)
    return (client, server)
}
