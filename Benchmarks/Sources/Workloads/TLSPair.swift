// SPDX-License-Identifier: Apache-2.0

internal import HandshakeEngine
private import Measurement

/// A client and a server whose bytes go straight from one to the other.
struct TLSPair: ~Copyable {
    var client: TLSConnection
    var server: TLSConnection
    /// What the client may resume later.
    private(set) var session: TLSSession?
    private var time: SideTime
    private var clientHello: [UInt8]
    private var completedCount = 0

    /// Two new connections; the time of the side that is `timed` is counted from here on.
    init(_ endpoints: TLSEndpoints, timed: HandshakeSide = .both) {
        var time = SideTime(timed: timed)
        let clientStart = time.start(.client)
        client = endpoints.makeClient()
        clientHello = client.takeBytesToSend()
        time.stop(.client, since: clientStart)
        let serverStart = time.start(.server)
        server = endpoints.makeServer()
        time.stop(.server, since: serverStart)
        self.time = time
    }

    /// The whole handshake; the keys are direct ones.
    mutating func shakeHands() async throws {
        var start = time.start(.server)
        var toServer = clientHello
        clientHello = []
        while true {
            server.receive(toServer.span)
            while let event = server.nextEvent() {
                guard let request = try take(event) else { continue }
                server.answer(request.id, with: await request.verify())
            }
            let toClient = server.takeBytesToSend()
            time.stop(.server, since: start)
            if completedCount == 2 { return }

            start = time.start(.client)
            client.receive(toClient.span)
            while let event = client.nextEvent() {
                guard let request = try take(event) else { continue }
                client.answer(request.id, with: await request.verify())
            }
            toServer = client.takeBytesToSend()
            time.stop(.client, since: start)
            if completedCount == 2 { return }
            if toServer.isEmpty && toClient.isEmpty {
                throw OperationFailed(description: "our handshake came to a halt")
            }

            start = time.start(.server)
        }
    }

    /// Ends both connections; the seconds of the side that was timed.
    consuming func end() -> Double {
        var time = time
        let clientStart = time.start(.client)
        Self.end(client)
        time.stop(.client, since: clientStart)
        let serverStart = time.start(.server)
        Self.end(server)
        time.stop(.server, since: serverStart)
        return time.seconds
    }

    private static func end(_ connection: consuming TLSConnection) {}

    /// What has to be answered, if anything.
    private mutating func take(_ event: TLSEvent) throws -> TLSVerificationRequest? {
        switch event {
        case .verification(let request): return request
        case .handshakeCompleted: completedCount += 1
        case .newSession(let new): session = new
        case .privateKeyOperation, .applicationData, .peerClosed: break
        case .failed(let error):
            throw OperationFailed(description: "our handshake failed: \(error)")
        }
        return nil
    }
}

/// The time of one side, on this thread.
private struct SideTime {
    let timed: HandshakeSide
    private(set) var seconds = 0.0

    init(timed: HandshakeSide) { self.timed = timed }

    @inline(__always)
    func start(_ side: HandshakeSide) -> Double { side == timed ? Clock.thread.now() : 0 }

    @inline(__always)
    mutating func stop(_ side: HandshakeSide, since start: Double) {
        if side == timed { seconds += Clock.thread.now() - start }
    }
}
