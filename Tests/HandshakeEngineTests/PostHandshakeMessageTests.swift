// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeTLS
import Testing

/// What a peer may make this side do with handshake messages once the handshake is done.
@Suite struct PostHandshakeMessageTests {
    private static let clientHello: [UInt8] = [1, 0, 0, 0]
    private static let helloRequest: [UInt8] = [0, 0, 0, 0]

    /// Records that each end one message and begin the next: what was taken does not stay.
    @Test func keepsNoMoreThanAnUnfinishedMessage() throws {
        var reassembler = HandshakeReassembler(limits: TLSConnectionLimits())
        let message: [UInt8] = [1, 0, 3, 0xE8] + [UInt8](repeating: 0, count: 1000)
        let shifted = Array(message.dropFirst()) + [1]
        let first = [UInt8](message.prefix(1))
        reassembler.append(first.span)
        for _ in 0..<100 {
            reassembler.append(shifted.span)
            let next = try reassembler.next()
            #expect(next?.bytes == message)
            let more = try reassembler.next()
            #expect(more == nil && !reassembler.isEmpty)
            #expect(reassembler.heldByteCount <= message.count + 1)
        }
    }

    @Test func refusesApplicationDataWithinAMessage() async throws {
        for fromClient in [true, false] {
            let (client, server) = await Scenario.all[2].run { _, _, _ in }
            let (asking, asked) = fromClient ? (client, server) : (server, client)
            let message = fromClient ? Self.clientHello : Self.helloRequest
            try asking.connection.sendForTests(message.span.extracting(first: 1), .handshake)
            try asking.send([1])
            asked.receive(asking.connection.takeBytesToSend())
            await asked.handleEvents()
            #expect(asked.sentAlert == .unexpectedMessage)
            #expect(asked.received.isEmpty)
        }
    }

    /// Application data between them does not make room for more requests, and each is answered.
    @Test func endsAPeerThatAsksForANewHandshakeTooOften() async throws {
        for fromClient in [true, false] {
            let (client, server) = await Scenario.all[2].run { _, _, _ in }
            let (asking, asked) = fromClient ? (client, server) : (server, client)
            let message = fromClient ? Self.clientHello : Self.helloRequest
            for number in 1...33 {
                try asking.connection.sendForTests(message.span, .handshake)
                try asking.send([1])
                asked.receive(asking.connection.takeBytesToSend())
                await asked.handleEvents()
                #expect(asked.sentAlert == (number > 32 ? .unexpectedMessage : nil))
                let answer = Flight(asked.connection.takeBytesToSend())
                #expect(answer.records.map(\.type) == [21])
            }
            #expect(asked.received.count == 32)
        }
    }
}
