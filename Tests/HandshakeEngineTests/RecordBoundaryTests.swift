// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

@Suite struct RecordBoundaryTests {
    /// Every record of the handshake and of the data after it, byte by byte.
    @Test(arguments: Scenario.all)
    func takesBytesOneByOne(scenario: Scenario) async throws {
        let client = scenario.client()
        let server = scenario.server()
        let split: ([UInt8], Bool) -> [[UInt8]] = { bytes, _ in bytes.map { [$0] } }
        await run(client, server, pass: split)
        try client.send(Array(repeating: 1, count: 20_000))
        try server.send(Array(repeating: 2, count: 20_000))
        await run(client, server, pass: split)
        #expect(server.received == Array(repeating: 1, count: 20_000))
        #expect(client.received == Array(repeating: 2, count: 20_000))
    }

    /// Each flight in two parts, cut at every place; data follows Finished in the same bytes.
    @Test(arguments: Scenario.all)
    func takesEveryCut(scenario: Scenario) async {
        var longest = 0
        func handshake(cutAt place: Int) async {
            let client = scenario.client()
            let server = scenario.server()
            client.greeting = [1, 2, 3]
            server.greeting = [4, 5]
            await run(client, server) { bytes, _ in
                longest = max(longest, bytes.count)
                return [Array(bytes.prefix(place)), Array(bytes.dropFirst(place))]
            }
            #expect(client.negotiated != nil && server.negotiated != nil)
            #expect(client.received == [4, 5])
            #expect(server.received == [1, 2, 3])
        }
        await handshake(cutAt: .max)
        for place in 1..<longest {
            await handshake(cutAt: place)
        }
    }

    /// Messages that share records, and span them.
    @Test(arguments: [1, 2, 3, 5, 7, 64, 1000, 16_384])
    func takesMessagesInRecordsOfAnySize(byteCount: Int) async {
        for scenario in Scenario.all {
            let (client, server) = await scenario.run { flight, _, _ in
                flight = flight.messages(inRecordsOf: byteCount)
            }
            #expect(client.negotiated != nil && server.negotiated != nil)
        }
    }

    @Test func refusesAMessageAcrossTheChangeOfKeys() async {
        let (_, server) = await Scenario.all[2].run { flight, fromClient, number in
            guard fromClient, number == 1 else { return }
            flight.records.insert(
                Flight.Record(type: Flight.Record.handshake, fragment: [20, 0]),
                at: flight.plaintextCount
            )
        }
        #expect(server.sentAlert == .unexpectedMessage)
    }

    @Test(
        arguments: [
            ([24, 3, 3, 0, 1, 0], TLSAlertDescription.unexpectedMessage),
            ([22, 2, 0, 0, 1, 0], .protocolVersion),
            ([22, 3, 3, 0x40, 0x01], .recordOverflow),
            ([22, 3, 3, 0, 0], .unexpectedMessage),
            ([23, 3, 3, 0, 1, 0], .unexpectedMessage),
            ([20, 3, 3, 0, 1, 1], .unexpectedMessage),
            ([20, 3, 3, 0, 0], .unexpectedMessage),
            ([20, 3, 3, 0, 1, 2], .unexpectedMessage),
            ([20, 3, 3, 0, 2, 1, 1], .unexpectedMessage),
            ([21, 3, 3, 0, 0], .decodeError),
            ([21, 3, 3, 0, 1, 2], .decodeError),
            ([22, 3, 3, 0, 4, 99, 0, 0, 0], .unexpectedMessage),
            ([22, 3, 3, 0, 4, 1, 2, 1, 0x45], .decodeError),
            ([22, 3, 3, 0, 4, 11, 1, 0, 1], .illegalParameter),
        ] as [([UInt8], TLSAlertDescription)]
    )
    func refusesRecordsThatNoPeerMaySend(bytes: [UInt8], alert: TLSAlertDescription) async {
        let server = Endpoint(server: .test())
        server.receive(bytes)
        await server.handleEvents()
        #expect(server.sentAlert == alert)
        let sent = server.connection.takeBytesToSend()
        #expect(sent == [21, 3, 3, 0, 2, 2, alert.rawValue])
    }

    @Test func refusesARecordThatWasChangedRepeatedOrDropped() async throws {
        for change in 0..<3 {
            let (client, server) = await Scenario.all[0].run { _, _, _ in }
            try client.send([1])
            try client.send([2])
            var flight = Flight(client.connection.takeBytesToSend())
            switch change {
            case 0: flight.records[0].fragment[10] ^= 1
            case 1: flight.records[1] = flight.records[0]
            default: flight.records.removeFirst()
            }
            server.receive(flight.bytes)
            await server.handleEvents()
            #expect(server.sentAlert == .badRecordMAC)
            #expect(server.received == (change == 1 ? [1] : []))
        }
    }

    /// The last record is an alert: what does not fit before it is not sent at all.
    @Test(arguments: [1, 20_000])
    func endsWhenAKeyHasProtectedItsRecords(byteCount: Int) async throws {
        let client = Endpoint(client: .test { $0.limits.recordsPerKey = 4 })
        let server = Endpoint(server: .test())
        await run(client, server)
        // Finished was the first.
        try client.send([1])
        try client.send([2])
        #expect(throws: TLSConnectionError.recordLimitReached) {
            try client.send([UInt8](repeating: 3, count: byteCount))
        }
        await run(client, server)
        #expect(client.error == .recordLimitReached)
        #expect(server.receivedAlert == .internalError)
        #expect(server.received == [1, 2])
        #expect(throws: TLSConnectionError.closed) { try client.send([4]) }
    }

    @Test func closesAConnectionWhoseKeyHasProtectedItsRecords() async throws {
        let client = Endpoint(client: .test { $0.limits.recordsPerKey = 3 })
        let server = Endpoint(server: .test())
        await run(client, server)
        try client.send([1])
        client.connection.close()
        await run(client, server)
        #expect(client.error == nil)
        #expect(server.isPeerClosed)
        #expect(server.received == [1])
    }

    @Test func endsWhenAKeyHasOpenedItsRecords() async throws {
        let client = Endpoint(client: .test())
        let server = Endpoint(server: .test { $0.limits.recordsPerKey = 3 })
        await run(client, server)
        // Finished was the first.
        for byte in 1...3 { try client.send([UInt8(byte)]) }
        await run(client, server)
        #expect(server.error == .recordLimitReached)
        #expect(server.received == [1, 2])
        #expect(client.receivedAlert == .internalError)
    }

    /// No record at all, and too few for the handshake: errors, and no trap.
    @Test(arguments: [0, 1])
    func refusesAHandshakeWithTooFewRecords(limit: UInt64) async throws {
        let client = Endpoint(client: .test { $0.limits.recordsPerKey = limit })
        let server = Endpoint(server: .test())
        await run(client, server)
        #expect(client.error == .recordLimitReached)
        #expect(server.receivedAlert == (limit == 0 ? nil : .internalError))
        #expect(server.negotiated == nil)
    }
}
