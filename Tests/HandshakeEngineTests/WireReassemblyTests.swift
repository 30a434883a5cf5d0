import HandshakeEngine
import TestSupport
import Testing

@Suite struct WireReassemblyTests {
    private let messages: [HandshakeMessage]

    init() throws {
        messages = [
            try WireSamples.clientHello.message(), try ServerHelloDone().message(),
            try NewSessionTicket(lifetimeHint: 1, ticket: [4, 5]).message(),
        ]
    }

    private var bytes: [UInt8] { messages.flatMap(\.bytes) }

    /// All messages that the fragments make.
    private func reassemble(_ fragments: [[UInt8]]) throws -> [HandshakeMessage] {
        var reassembler = HandshakeReassembler(maximumBodyByteCount: 1000)
        var found: [HandshakeMessage] = []
        for fragment in fragments {
            reassembler.append(fragment.span)
            while let message = try reassembler.next() { found.append(message) }
        }
        #expect(reassembler.isEmpty)
        return found
    }

    @Test func findsMessagesInOneFragment() throws {
        #expect(try reassemble([bytes]) == messages)
    }

    @Test func findsMessagesInFragmentsCutAnywhere() throws {
        for cut in 0...bytes.count {
            #expect(try reassemble([Array(bytes[..<cut]), Array(bytes[cut...])]) == messages)
        }
        for size in 1...40 {
            let fragments = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            #expect(try reassemble(fragments) == messages)
        }
    }

    @Test func knowsWhetherAMessageIsUnfinished() throws {
        var reassembler = HandshakeReassembler(maximumBodyByteCount: 1000)
        #expect(reassembler.isEmpty)
        let start = Array(bytes[..<3])
        reassembler.append(start.span)
        #expect(try reassembler.next() == nil)
        #expect(!reassembler.isEmpty)
    }

    @Test func refusesAnUnknownTypeAtItsFirstByte() {
        var reassembler = HandshakeReassembler(maximumBodyByteCount: 1000)
        let unknown: [UInt8] = [3]
        reassembler.append(unknown.span)
        #expect(throws: WireError.unknownHandshakeType) { try reassembler.next() }
        #expect(WireError.unknownHandshakeType.alert == .unexpectedMessage)
    }

    @Test func refusesAMessageThatIsTooLongBeforeItArrives() throws {
        var reassembler = HandshakeReassembler(maximumBodyByteCount: 0x0102)
        let allowed: [UInt8] = [11, 0, 1, 2]
        reassembler.append(allowed.span)
        #expect(try reassembler.next() == nil)
        reassembler = HandshakeReassembler(maximumBodyByteCount: 0x0101)
        reassembler.append(allowed.span)
        #expect(throws: WireError.limitExceeded) { try reassembler.next() }
    }
}
