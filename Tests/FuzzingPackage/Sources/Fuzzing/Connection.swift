// SPDX-License-Identifier: Apache-2.0

/// A client and a server, and between them one who knows both sides' keys.
final class Connection {
    let client: Peer
    let server: Peer
    private let clientTap: Tap
    private let serverTap: Tap
    /// The handshake messages' bytes before both sides were done.
    private var sent: (client: [UInt8], server: [UInt8]) = ([], [])
    private var passed: (client: [UInt8], server: [UInt8]) = ([], [])
    /// How many bytes go to a connection at once.
    var pieceByteCount = Int.max

    init(_ scenario: Scenario) {
        client = scenario.client()
        server = scenario.server()
        clientTap = Tap(scenario, .client, client.keyLog)
        serverTap = Tap(scenario, .server, server.keyLog)
    }

    private var isDone: Bool { client.negotiated != nil && server.negotiated != nil }

    func run(_ edit: (inout Flight) -> Void) {
        // Flights that go on and on would be a fault of their own.
        for _ in 0..<100 {
            guard client.hasBytesToSend || server.hasBytesToSend else {
                end()
                return
            }
            if client.hasBytesToSend { pass(client, server, clientTap, fromClient: true, edit) }
            if server.hasBytesToSend { pass(server, client, serverTap, fromClient: false, edit) }
        }
        Invariant.fails("a connection comes to rest")
    }

    private func pass(
        _ sender: Peer,
        _ receiver: Peer,
        _ tap: Tap,
        fromClient: Bool,
        _ edit: (inout Flight) -> Void
    ) {
        var flight = Flight(sender.takeBytesToSend(), fromClient: fromClient)
        // Each side has derived its keys from the ServerHello that it knows.
        let messages = fromClient ? passed.server : sent.server + Self.handshake(flight)
        tap.open(&flight, serverRandom: Self.random(messages))
        let before = Self.handshake(flight)
        edit(&flight)
        if !isDone {
            let after = Self.handshake(flight)
            if fromClient {
                sent.client += before
                passed.client += after
            } else {
                sent.server += before
                passed.server += after
            }
        }
        let bytes = tap.bytes(flight)
        var start = 0
        while start < bytes.count {
            let end = start + min(pieceByteCount, bytes.count - start)
            receiver.receive(Array(bytes[start..<end]))
            start = end
        }
    }

    private func end() {
        for peer in [client, server] {
            peer.connection.peerClosedTransport()
            peer.receive([])
        }
        Invariant.holds(
            clientTap.authenticData.starts(with: server.received)
                && serverTap.authenticData.starts(with: client.received),
            "nothing is delivered that was not authenticated"
        )
        guard isDone else { return }
        Invariant.holds(
            passed.client.starts(with: sent.client) && passed.server.starts(with: sent.server),
            "what both sides take for done was not changed"
        )
        Invariant.holds(
            client.exportedSecret() == server.exportedSecret(),
            "both sides have the same secrets"
        )
    }

    /// The random of the hello that these messages begin with, after its header and the version.
    private static func random(_ messages: [UInt8]) -> [UInt8] {
        Array(messages.dropFirst(6).prefix(32))
    }

    private static func handshake(_ flight: Flight) -> [UInt8] {
        flight.records.filter { $0.type == Flight.Record.handshake }.flatMap(\.content)
    }
}
