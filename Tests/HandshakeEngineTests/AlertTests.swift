// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeTLS
import Testing

@Suite struct AlertTests {
    private static let helloRequest = Flight.Record(type: 22, fragment: [0, 0, 0, 0])

    /// RFC 5246, section 7.4.1.1: ignored while a handshake goes on.
    @Test func ignoresAHelloRequestDuringTheHandshake() async throws {
        let scenario = Scenario.all[2]
        let place = try #require(await scenario.messages().first { $0.type == .serverHello })
        let (client, server) = await scenario.run(at: place) { [Self.helloRequest, $0] }
        #expect(client.negotiated != nil && server.negotiated != nil)
    }

    @Test func endsAFloodOfRecordsThatBringNothing() async {
        for record in [Self.helloRequest, Flight.Record(type: 21, fragment: [1, 90])] {
            let client = Endpoint(client: .test())
            _ = client.connection.takeBytesToSend()
            for _ in 0..<32 { client.receive(record.bytes) }
            await client.handleEvents()
            #expect(client.error == nil)
            client.receive(record.bytes)
            await client.handleEvents()
            #expect(client.sentAlert == .unexpectedMessage)
        }
    }

    @Test func endsWithAFatalAlert() async {
        let server = Endpoint(server: .test())
        server.receive([21, 3, 3, 0, 2, 2, 40])
        await server.handleEvents()
        #expect(server.error == .alertReceived(.handshakeFailure))
        #expect(!server.hasBytesToSend)
        // Nothing that comes later matters.
        server.receive([1, 2, 3])
        server.connection.peerClosedTransport()
        server.connection.close()
        #expect(!server.hasBytesToSend)
        #expect(server.hasNoEvent)
    }

    @Test func refusesToSendBeforeTheHandshakeIsDone() {
        let client = Endpoint(client: .test())
        #expect(throws: TLSConnectionError.handshakeNotCompleted) { try client.send([1]) }
    }

    /// Both sides ask for a new handshake after the first: the peer says no, and the connection
    /// goes on.
    @Test func refusesRenegotiation() async throws {
        for fromClient in [true, false] {
            let (client, server) = await Scenario.all[2].run { _, _, _ in }
            let (asking, asked) = fromClient ? (client, server) : (server, client)
            let message: [UInt8] = fromClient ? [1, 0, 0, 0] : [0, 0, 0, 0]
            try asking.connection.sendForTests(message.span, .handshake)
            asked.receive(asking.connection.takeBytesToSend())
            await asked.handleEvents()
            #expect(asked.error == nil)
            try asked.send([6])
            asking.receive(asked.connection.takeBytesToSend())
            await asking.handleEvents()
            #expect(asking.error == nil)
            #expect(asking.received == [6])
        }
    }

    /// After the handshake, no other message of it may come.
    @Test func refusesHandshakeMessagesAfterTheHandshake() async throws {
        for type in HandshakeType.allCases {
            let (client, server) = await Scenario.all[2].run { _, _, _ in }
            let message: [UInt8] = [type.rawValue, 0, 0, 0]
            try client.connection.sendForTests(message.span, .handshake)
            server.receive(client.connection.takeBytesToSend())
            await server.handleEvents()
            #expect(server.sentAlert == (type == .clientHello ? nil : .unexpectedMessage))
        }
    }

    @Test func refusesAChangeOfKeysAfterTheHandshake() async throws {
        let (client, server) = await Scenario.all[2].run { _, _, _ in }
        try client.connection.sendForTests([1].span, .changeCipherSpec)
        server.receive(client.connection.takeBytesToSend())
        await server.handleEvents()
        #expect(server.sentAlert == .unexpectedMessage)
        #expect(!server.isPeerClosed)
    }
}
