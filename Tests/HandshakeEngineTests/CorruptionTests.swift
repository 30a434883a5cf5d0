// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import TestSupport
import Testing

/// Random damage: never a trap, nothing delivered that was not sent, never a handshake that both
/// sides take for done.
@Suite struct CorruptionTests {
    @Test(arguments: Scenario.all)
    func survivesDamagedHandshakes(scenario: Scenario) async {
        var generator = SeededGenerator(seed: UInt64(scenario.suite.rawValue))
        var flights: [(fromClient: Bool, number: Int)] = []
        _ = await scenario.run { _, fromClient, number in flights.append((fromClient, number)) }
        for _ in 0..<400 {
            let (fromClient, flightNumber) = flights[
                Int.random(in: flights.indices, using: &generator)
            ]
            let kind = Int.random(in: 0..<4, using: &generator)
            let client = scenario.client()
            let server = scenario.server()
            var counts = (client: 0, server: 0)
            var isDamaged = false
            await run(client, server) { bytes, isClient in
                let number = isClient ? counts.client : counts.server
                if isClient { counts.client += 1 } else { counts.server += 1 }
                guard isClient == fromClient, number == flightNumber else { return [bytes] }
                isDamaged = true
                return [Self.damaged(bytes, kind, &generator)]
            }
            client.connection.peerClosedTransport()
            server.connection.peerClosedTransport()
            await client.handleEvents()
            await server.handleEvents()
            #expect(isDamaged)
            #expect(client.error != nil && server.error != nil)
            #expect(client.negotiated == nil || server.negotiated == nil)
            #expect(client.received.isEmpty && server.received.isEmpty)
        }
    }

    @Test func survivesNoise() async {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var bytes = generator.bytes(Int.random(in: 1..<200, using: &generator))
            // Most of it looks like a record at first.
            if Bool.random(using: &generator), bytes.count > 5 {
                bytes.replaceSubrange(0..<5, with: [22, 3, 3, 0, UInt8(bytes.count - 5)])
            }
            let server = Endpoint(server: .test())
            let client = Endpoint(client: .test())
            server.receive(bytes)
            client.receive(bytes)
            await server.handleEvents()
            await client.handleEvents()
            #expect(server.negotiated == nil && client.negotiated == nil)
        }
    }

    private static func damaged(
        _ bytes: [UInt8],
        _ kind: Int,
        _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var damaged = bytes
        // The first record's version does not matter before the hellos.
        let place = Int.random(in: 3..<bytes.count, using: &generator)
        switch kind {
        case 0: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: damaged.remove(at: place)
        case 2:
            // Another byte than the one that it drives out: at the end, it would not be damage.
            let difference = UInt8.random(in: 1...255, using: &generator)
            damaged.insert(bytes[place] ^ difference, at: place)
        default:
            let end = min(place + Int.random(in: 1...8, using: &generator), bytes.count)
            for index in place..<end { damaged[index] = damaged[index] &+ 1 }
        }
        return damaged
    }
}
