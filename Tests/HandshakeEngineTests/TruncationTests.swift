// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

@Suite struct TruncationTests {
    /// A message whose header tells the truth about a body that is too short.
    @Test(arguments: Scenario.all)
    func refusesEveryMessageThatEndsTooEarly(scenario: Scenario) async {
        for place in await scenario.messages() {
            var alerts: [TLSAlertDescription: Int] = [:]
            let bodyByteCount = place.fragment.count - HandshakeMessage.headerByteCount
            for byteCount in 0..<bodyByteCount {
                let (client, server) = await scenario.run(at: place) { record in
                    var fragment = Array(record.fragment.prefix(4 + byteCount))
                    fragment[2] = UInt8(byteCount >> 8)
                    fragment[3] = UInt8(byteCount & 0xFF)
                    return [Flight.Record(type: record.type, fragment: fragment)]
                }
                let (receiver, sender) = place.fromClient ? (server, client) : (client, server)
                #expect(receiver.negotiated == nil)
                #expect(sender.negotiated == nil || place.isInLastFlight)
                #expect(receiver.received.isEmpty && sender.received.isEmpty)
                #expect(sender.receivedAlert == receiver.sentAlert)
                if let alert = receiver.sentAlert { alerts[alert, default: 0] += 1 }
            }
            // A hello may end before its extensions: what it does not say is missed later.
            let isHello = place.type == .clientHello || place.type == .serverHello
            #expect(alerts[.decodeError, default: 0] == bodyByteCount - (isHello ? 1 : 0))
        }
    }

    /// A transport that ends anywhere.
    @Test(arguments: [Scenario.all[1], Scenario.all[3]], [true, false])
    func saysThatTheTransportEndedTooEarly(scenario: Scenario, fromClient: Bool) async {
        var sizes: [Int] = []
        _ = await scenario.run { flight, isClient, _ in
            if isClient == fromClient { sizes.append(flight.bytes.count) }
        }
        for (number, size) in sizes.enumerated() {
            for byteCount in 0..<size {
                let client = scenario.client()
                let server = scenario.server()
                let receiver = fromClient ? server : client
                var flights = 0
                await run(client, server) { bytes, isClient in
                    guard isClient == fromClient else { return [bytes] }
                    defer { flights += 1 }
                    return flights < number
                        ? [bytes] : flights == number ? [Array(bytes.prefix(byteCount))] : []
                }
                receiver.connection.peerClosedTransport()
                await receiver.handleEvents()
                #expect(receiver.negotiated == nil)
                #expect(receiver.error == .truncated)
                #expect(receiver.received.isEmpty)
            }
        }
    }

    @Test func tellsTruncationFromTheEndOfTheData() async throws {
        let (client, server) = await Scenario.all[0].run { _, _, _ in }
        try client.send([1, 2, 3])
        server.receive(client.connection.takeBytesToSend())
        server.connection.peerClosedTransport()
        await server.handleEvents()
        #expect(server.received == [1, 2, 3])
        #expect(server.error == .truncated)

        server.connection.close()
        client.connection.close()
        #expect(throws: TLSConnectionError.closed) { try client.send([4]) }
    }

    @Test func endsWithCloseNotify() async throws {
        let (client, server) = await Scenario.all[0].run { _, _, _ in }
        client.connection.close()
        await run(client, server)
        #expect(server.isPeerClosed)
        // The server's half is still open.
        try server.send([5])
        server.connection.close()
        await run(client, server)
        client.connection.peerClosedTransport()
        await client.handleEvents()
        #expect(client.received == [5])
        #expect(client.isPeerClosed)
        #expect(client.error == nil)
    }
}
