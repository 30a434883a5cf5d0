// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import TestSupport
import Testing

@Suite struct WireExtensionTests {
    /// A ClientHello with these extensions, each a number and its data.
    private func parse(_ extensions: [(UInt16, String)]) throws(WireError) -> ClientHello {
        var writer = ByteWriter()
        writer.write(TLSProtocolVersion.tls12.rawValue)
        writer.write(WireSamples.random)
        writer.write([0, 0, 2, 0xC0, 0x2F, 1, 0] as [UInt8])
        write(extensions, to: &writer)
        let body = try writer.finish()
        return try ClientHello(parsing: body.span)
    }

    private func parseAnswer(
        _ extensions: [(UInt16, String)],
        to offer: ClientHello = WireSamples.clientHello
    ) throws(WireError) -> ServerHello {
        var writer = ByteWriter()
        writer.write(TLSProtocolVersion.tls12.rawValue)
        writer.write(WireSamples.random)
        writer.write([0, 0xC0, 0x2F, 0] as [UInt8])
        write(extensions, to: &writer)
        let body = try writer.finish()
        return try ServerHello(parsing: body.span, answering: offer)
    }

    private func write(_ extensions: [(UInt16, String)], to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 2) { writer in
            for (number, data) in extensions {
                writer.write(number)
                writer.writeVector(lengthByteCount: 2, [UInt8](hexadecimal: data))
            }
        }
    }

    // MARK: Unknown, reserved and repeated ones

    @Test func skipsUnknownAndReservedExtensions() throws {
        let reserved = (0..<16).map { UInt16($0 << 12 | 0x0A00 | $0 << 4 | 0x000A) }
        #expect(reserved.first == 0x0A0A && reserved.last == 0xFAFA)
        let hello = try parse(
            reserved.map { ($0, "00") } + [
                (43, "020304"), (23, ""), (0x1234, "ffff"), (0xFF00, ""),
            ]
        )
        var expected = ClientHelloExtensions()
        expected.extendedMasterSecret = true
        #expect(hello.extensions == expected)
    }

    @Test func keepsReservedValuesInLists() throws {
        let hello = try parse([
            (10, "00040a0a001d"), (13, "00041a1a0804"), (16, "000702caca03682f31"),
        ])
        #expect(hello.extensions.supportedGroups?.map(\.rawValue) == [0x0A0A, 29])
        #expect(hello.extensions.signatureSchemes?.map(\.rawValue) == [0x1A1A, 0x0804])
        #expect(hello.extensions.applicationProtocols == [[0xCA, 0xCA], Array("h/1".utf8)])
    }

    @Test(arguments: [0, 10, 11, 13, 16, 23, 35, 0xFF01, 43, 0x0A0A, 63, 64, 0x1234] as [UInt16])
    func refusesAnExtensionThatComesTwice(_ number: UInt16) throws {
        let samples: [UInt16: String] = [
            0: "0004000001" + "61", 10: "0002001d", 11: "0100", 13: "00020804", 16: "00020161",
            0xFF01: "00",
        ]
        let data = samples[number] ?? ""
        #expect(throws: Never.self) { try parse([(number, data)]) }
        #expect(throws: WireError.duplicateExtension) {
            try parse([(number, data), (99, ""), (number, data)])
        }
        #expect(WireError.duplicateExtension.alert == .illegalParameter)
    }

    @Test func readsVeryManyExtensions() throws {
        let hello = try parse((100..<16_000).map { (UInt16($0), "") })
        #expect(hello.extensions == ClientHelloExtensions())
    }

    @Test func refusesBytesAfterAnExtensionsData() {
        let samples: [(UInt16, String)] = [
            (0, "0004000001" + "61"), (10, "0002001d"), (11, "0100"), (13, "00020804"),
            (16, "00020161"), (23, ""), (0xFF01, "00"),
        ]
        for (number, data) in samples {
            #expect(throws: WireError.trailingBytes) { try parse([(number, data + "00")]) }
            for length in stride(from: 0, to: data.count, by: 2) {
                #expect(throws: WireError.truncated) {
                    try parse([(number, String(data.prefix(length)))])
                }
            }
        }
    }

    // MARK: server_name

    @Test func refusesServerNames() {
        let samples: [(String, WireError)] = [
            ("0000", .vectorLength),  // no name
            ("0003000000", .vectorLength),  // an empty name
            ("00080000016100000162", .illegalValue),  // two host names
            ("00050000026100", .illegalValue),  // a zero byte
            ("0005000002c3a4", .illegalValue),  // not ASCII
            ("00050000026120", .illegalValue),  // a space
        ]
        for (data, error) in samples {
            #expect(throws: error) { try parse([(0, data)]) }
        }
    }

    @Test func skipsNamesOfOtherTypes() throws {
        #expect(try parse([(0, "0005" + "07000299" + "99")]).extensions.serverName == nil)
        let both = try parse([(0, "0008" + "07000199" + "00000161")])
        #expect(both.extensions.serverName == "a")
    }

    /// RFC 6066, section 3: a DNS host name in ASCII, without a trailing dot, and no address.
    @Test(arguments: [
        ("server.test", "server.test"), ("server.test.", "server.test"), ("_a-1.test", "_a-1.test"),
        ("localhost", "localhost"), ("xn--bcher-kva.test", "xn--bcher-kva.test"), ("", nil),
        (".", nil), ("a..test", nil), ("127.0.0.1", nil), ("127.0.0.1.", nil), ("127.1", nil),
        ("::1", nil), ("[::1]", nil), ("fe80::1%eth0", nil), ("server.test:443", nil),
        ("b\u{FC}cher.test", nil), ("a b", nil), ("*.server.test", nil), ("a/b", nil),
    ])
    func sendsHostNamesAlone(_ server: String, _ sent: String?) {
        #expect(ServerNameList.hostName(of: server) == sent)
    }

    // MARK: ec_point_formats

    @Test func wantsTheUncompressedFormatWhereThereAreCurves() throws {
        #expect(throws: WireError.illegalValue) { try parse([(11, "0101"), (10, "0002001d")]) }
        #expect(throws: Never.self) { try parse([(11, "0101")]) }
        #expect(throws: Never.self) { try parse([(11, "0101"), (10, "0002000e")]) }
        #expect(throws: WireError.illegalValue) { try parseAnswer([(11, "0101")]) }
        #expect(throws: WireError.vectorLength) { try parse([(11, "00")]) }
    }

    // MARK: Answers

    @Test func refusesAnswersToWhatWasNotAsked() throws {
        var offer = WireSamples.clientHello
        offer.extensions = ClientHelloExtensions()
        let answers: [(UInt16, String)] = [
            (0, ""), (10, "0002001d"), (11, "0100"), (16, "0003026832"), (23, ""), (35, ""),
            (0xFF01, "00"),
        ]
        for answer in answers {
            #expect(throws: Never.self) { try parseAnswer([answer]) }
            #expect(throws: WireError.unsolicitedExtension) {
                try parseAnswer([answer], to: offer)
            }
            #expect(throws: WireError.duplicateExtension) { try parseAnswer([answer, answer]) }
        }
        // Ones that no server may send, to whatever offer.
        for answer: (UInt16, String) in [(13, "00020804"), (43, "0303"), (0x0A0A, "")] {
            #expect(throws: WireError.unsolicitedExtension) { try parseAnswer([answer]) }
        }
        #expect(WireError.unsolicitedExtension.alert == .unsupportedExtension)
    }

    @Test func letsTheSignallingSuiteAskForRenegotiationInfo() throws {
        var offer = WireSamples.clientHello
        offer.extensions = ClientHelloExtensions()
        offer.cipherSuites.append(.emptyRenegotiationInfoSCSV)
        let answer = try parseAnswer([(0xFF01, "00")], to: offer)
        #expect(answer.extensions.renegotiationInfo == [])
        let later = try parseAnswer([(0xFF01, "03010203")], to: offer)
        #expect(later.extensions.renegotiationInfo == [1, 2, 3])
    }

    @Test func wantsExactlyOneProtocolInTheAnswer() throws {
        #expect(throws: WireError.illegalValue) { try parseAnswer([(16, "00040161" + "0162")]) }
        #expect(throws: WireError.vectorLength) { try parseAnswer([(16, "0000")]) }
        #expect(throws: WireError.vectorLength) { try parseAnswer([(16, "000200" + "00")]) }
    }
}
