// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
private import HandshakeEngine
private import Measurement

/// Handshakes in flight on one thread, as an event loop has them, over a batcher whose thread puts its
/// answers into a mailbox.
final class HandshakeLoad: Sendable {
    private let endpoints: TLSEndpoints
    private let batcher: RSABatcher
    private let mailbox = Mailbox<Flight>()

    /// Answers that are waited for together: a batch.
    private static let answerCount = 8

    init(_ endpoints: TLSEndpoints, _ batcher: RSABatcher) {
        self.endpoints = endpoints
        self.batcher = batcher
    }

    /// Carries out `count` handshakes; the seconds of their clients. All clients that can go on have
    /// their turn, then all servers: the clock is read around them all.
    func run(count: Int) async throws -> Double {
        var clientSeconds = 0.0
        var startedCount = 0
        var endedCount = 0
        var forClient: [Flight] = []
        var forServer: [Flight] = []
        while endedCount < count {
            let start = Clock.thread.now()
            for flight in forClient {
                if try await flight.clientTurn() {
                    endedCount += 1
                } else {
                    forServer.append(flight)
                }
            }
            while startedCount < count, startedCount - endedCount < OurHandshakes.batchedCount {
                startedCount += 1
                forServer.append(Flight(endpoints))
            }
            clientSeconds += Clock.thread.now() - start

            forClient.removeAll(keepingCapacity: true)
            for flight in forServer {
                if let request = try await flight.serverTurn(endpoints) {
                    submit(request, of: flight)
                } else {
                    forClient.append(flight)
                }
            }
            forServer.removeAll(keepingCapacity: true)
            let flightCount = startedCount - endedCount
            if forClient.isEmpty, flightCount > 0 {
                forServer = mailbox.take(atLeast: min(Self.answerCount, flightCount))
            }
        }
        return clientSeconds
    }

    private func submit(_ request: TLSPrivateKeyRequest, of flight: Flight) {
        let mailbox = mailbox
        switch request.operation {
        case .sign(let digest, let scheme):
            batcher.sign(digest: digest, scheme: scheme, with: endpoints.serverKey) { result in
                switch result {
                case .success(let signature): flight.answer = .signature(signature)
                case .failure: flight.answer = .failure
                }
                mailbox.add(flight)
            }
        case .decryptPremasterSecret(let ciphertext, let clientVersion):
            batcher.decryptPremasterSecret(
                ciphertext,
                clientVersion: clientVersion,
                with: endpoints.serverKey
            ) { result in
                switch consume result {
                case .success(let secret): flight.answer = .premasterSecret(secret)
                case .failure: flight.answer = .failure
                }
                mailbox.add(flight)
            }
        }
    }
}

/// A handshake; the loop's thread and the batcher's have it in turns, never both.
private final class Flight: @unchecked Sendable {
    private var client: TLSConnection?
    private var server: TLSConnection?
    private var hasServer = false
    /// From the side that had its turn to the other.
    private var bytes: [UInt8]
    private var request: TLSPrivateKeyRequest?
    private var completedCount = 0
    /// What the batcher answers to the server's request.
    var answer: TLSPrivateKeyAnswer?

    init(_ endpoints: TLSEndpoints) {
        var client = endpoints.makeClient()
        bytes = client.takeBytesToSend()
        self.client = consume client
    }

    /// True: the handshake is done, and the client gone.
    func clientTurn() async throws -> Bool {
        let received = bytes
        client?.receive(received.span)
        while let event = client?.nextEvent() {
            if case .verification(let request) = event {
                let result = await request.verify()
                client?.answer(request.id, with: result)
            } else {
                try count(event)
            }
        }
        bytes = client?.takeBytesToSend() ?? []
        if completedCount == 2 {
            client = nil
            return true
        }
        if bytes.isEmpty { throw OperationFailed(description: "our handshake came to a halt") }
        return false
    }

    /// What the server waits for, if it does.
    func serverTurn(_ endpoints: TLSEndpoints) async throws -> TLSPrivateKeyRequest? {
        if let request, let answer = answer.take() {
            server?.answer(request.id, with: answer)
        } else {
            if !hasServer {
                server = endpoints.makeServer()
                hasServer = true
            }
            let received = bytes
            server?.receive(received.span)
        }
        while let event = server?.nextEvent() {
            if case .verification(let request) = event {
                let result = await request.verify()
                server?.answer(request.id, with: result)
            } else if case .privateKeyOperation(let request) = event {
                self.request = request
                return request
            } else {
                try count(event)
            }
        }
        bytes = server?.takeBytesToSend() ?? []
        return nil
    }

    private func count(_ event: TLSEvent) throws {
        switch event {
        case .handshakeCompleted: completedCount += 1
        case .failed(let error):
            throw OperationFailed(description: "our handshake failed: \(error)")
        default: break
        }
    }
}
