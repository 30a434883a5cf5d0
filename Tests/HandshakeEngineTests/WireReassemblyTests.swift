// SPDX-License-Identifier: Apache-2.0

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
        var reassembler = HandshakeReassembler(limits: TLSConnectionLimits())
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
            #expect(try reassemble(bytes.cut(into: size)) == messages)
        }
    }

    @Test func knowsWhetherAMessageIsUnfinished() throws {
        var reassembler = HandshakeReassembler(limits: TLSConnectionLimits())
        #expect(reassembler.isEmpty)
        let start = Array(bytes[..<3])
        reassembler.append(start.span)
        #expect(try reassembler.next() == nil)
        #expect(!reassembler.isEmpty)
    }

    @Test func refusesAnUnknownTypeAtItsFirstByte() {
        var reassembler = HandshakeReassembler(limits: TLSConnectionLimits())
        let unknown: [UInt8] = [3]
        reassembler.append(unknown.span)
        #expect(throws: WireError.unknownHandshakeType(3)) { try reassembler.next() }
        #expect(WireError.unknownHandshakeType(3).alert == .unexpectedMessage)
    }

    /// The limit of each type is its definition's, but for certificates, of which the caller says
    /// how many bytes there may be.
    @Test(arguments: HandshakeType.allCases)
    func refusesAMessageThatIsTooLongBeforeItArrives(type: HandshakeType) throws {
        var limits = TLSConnectionLimits()
        #expect(limits.certificateMessageByteCount == 1 << 16)
        limits.certificateMessageByteCount = 70_000
        let maximum = type == .certificate ? 70_000 : type.maximumBodyByteCount
        var reassembler = HandshakeReassembler(limits: limits)
        let allowed = header(type, bodyByteCount: maximum)
        reassembler.append(allowed.span)
        let next = try reassembler.next()
        #expect(next == nil)

        reassembler = HandshakeReassembler(limits: limits)
        let tooLong = header(type, bodyByteCount: maximum + 1)
        reassembler.append(tooLong.span)
        let error = WireError.messageTooLong(type, byteCount: maximum + 1, maximum: maximum)
        #expect(throws: error) { try reassembler.next() }
        #expect(error.alert == (type == .certificate ? .illegalParameter : .decodeError))
        #expect("\(error)".contains(type.name) && "\(error)".contains("\(maximum)"))
    }

    private func header(_ type: HandshakeType, bodyByteCount: Int) -> [UInt8] {
        [
            type.rawValue, UInt8(bodyByteCount >> 16), UInt8(bodyByteCount >> 8 & 0xFF),
            UInt8(bodyByteCount & 0xFF),
        ]
    }

    /// Every field as long as its length can say.
    @Test func theLongestMessagesAreAsLongAsTheirTypesMayBe() throws {
        let pairs = [UInt16](repeating: 0x0A0A, count: 32_767)
        var hello = WireSamples.clientHello
        hello.sessionID = [UInt8](repeating: 1, count: 32)
        hello.cipherSuites = pairs.map(TLSCipherSuite.init(rawValue:))
        hello.compressionMethods = [UInt8](repeating: 0, count: 255)
        hello.extensions = ClientHelloExtensions()
        // The extension's own number and length are four of its bytes.
        hello.extensions.sessionTicket = [UInt8](repeating: 2, count: 65_535 - 4)
        let messages = [
            try hello.message(),
            try CertificateRequest(
                certificateTypes: [UInt8](repeating: 1, count: 255),
                signatureSchemes: pairs.map(TLSSignatureScheme.init(rawValue:)),
                certificateAuthorities: [[UInt8](repeating: 3, count: 65_535 - 2)]
            ).message(),
            try ServerKeyExchange(
                parameters: ServerECDHParameters(
                    group: .x25519,
                    publicKey: [UInt8](repeating: 4, count: 255)
                ),
                signed: longestSignature
            ).message(),
            try CertificateVerify(signed: longestSignature).message(),
            try ClientKeyExchange.rsa(
                encryptedPremasterSecret: [UInt8](repeating: 5, count: 65_535)
            ).message(),
            try NewSessionTicket(lifetimeHint: 1, ticket: [UInt8](repeating: 6, count: 65_535))
                .message(),
        ]
        for message in messages {
            #expect(message.bytes.count == 4 + message.type.maximumBodyByteCount)
        }
        #expect(messages[0].bytes.count == 4 + 131_396)
        #expect(try reassemble(messages.flatMap(\.bytes).cut(into: 16_384)) == messages)
    }

    private var longestSignature: DigitallySigned {
        DigitallySigned(
            scheme: .rsaPSSRSAESHA256,
            signature: [UInt8](repeating: 8, count: 65_535)
        )
    }
}

extension [UInt8] {
    /// The bytes in pieces of this size, and the rest.
    fileprivate func cut(into byteCount: Int) -> [[UInt8]] {
        stride(from: 0, to: count, by: byteCount).map {
            Array(self[$0..<Swift.min($0 + byteCount, count)])
        }
    }
}
