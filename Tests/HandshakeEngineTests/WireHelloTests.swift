// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import TestSupport
import Testing

/// The hellos, with bytes that another implementation sent.
@Suite struct WireHelloTests {
    /// `openssl s_client -tls1_2 -servername example.test -alpn h2,http/1.1`, OpenSSL 3.0: the body.
    private static let openSSLHello = [UInt8](
        hexadecimal: """
            0303973cb7348c007a968d43d428fc431bfeef0b967ed591f80dcd19afc4ea7f6734000038c02cc030009fcc
            a9cca8ccaac02bc02f009ec024c028006bc023c0270067c00ac0140039c009c0130033009d009c003d003c00
            35002f00ff0100007900000011000f00000c6578616d706c652e74657374000b000403000102000a000c000a
            001d0017001e00190018002300000010000e000c02683208687474702f312e310016000000170000000d002a
            0028040305030603080708080809080a080b080408050806040105010601030303010302040205020602
            """
    )

    /// The same without `-tls1_2`: a client that speaks TLS 1.3 too.
    private static let openSSLHello13 = [UInt8](
        hexadecimal: """
            0303 04164d75488f2a2278e16d02f011249731a43c0d6b456020d42e4dbffb27a270 20
            1f7da36a51ef703f9077db2dae4d083aed8cc9b938e2cf033867f60206d7b75b 003e
            130213031301c02cc030009fcca9cca8ccaac02bc02f009ec024c028006bc023c0270067c00ac0140039c009
            c0130033009d009c003d003c0035002f00ff 0100 00c0
            00000011000f00000c6578616d706c652e74657374000b000403000102000a00160014001d0017001e001900
            1801000101010201030104002300000010000e000c02683208687474702f312e310016000000170000000d00
            2a0028040305030603080708080809080a080b080408050806040105010601030303010302040205020602
            002b0009080304030303020301002d00020101003300260024001d002090a00f66182e3da42f4fac0e450dfa
            d4258892797473f5bbf1b74d7f47f51f4d
            """
    )

    @Test func readsOpenSSLsClientHello() throws {
        let hello = try ClientHello(parsing: Self.openSSLHello.span)
        #expect(hello.version == .tls12)
        #expect(hello.random.count == 32 && hello.random.first == 0x97 && hello.random.last == 0x34)
        #expect(hello.sessionID.isEmpty)
        #expect(hello.cipherSuites.count == 28)
        #expect(hello.cipherSuites[1] == .ecdheRSAWithAES256GCMSHA384)
        #expect(hello.cipherSuites.last == .emptyRenegotiationInfoSCSV)
        #expect(hello.compressionMethods == [0])
        let extensions = hello.extensions
        #expect(extensions.serverName == "example.test")
        #expect(extensions.ecPointFormats == [0, 1, 2])
        #expect(
            extensions.supportedGroups == [.x25519, .secp256r1, .x448, .secp521r1, .secp384r1]
        )
        #expect(extensions.sessionTicket == [])
        #expect(
            extensions.applicationProtocols?.map { String(decoding: $0, as: UTF8.self) }
                == ["h2", "http/1.1"]
        )
        #expect(extensions.extendedMasterSecret)
        #expect(extensions.signatureSchemes?.count == 20)
        #expect(extensions.signatureSchemes?.contains(.rsaPSSRSAESHA256) == true)
        #expect(extensions.signatureSchemes?.contains(.rsaPSSPSSSHA512) == true)
        #expect(extensions.renegotiationInfo == nil)
    }

    @Test func readsTheHelloOfANewerClient() throws {
        let hello = try ClientHello(parsing: Self.openSSLHello13.span)
        #expect(hello.version == .tls12)
        #expect(hello.sessionID.count == 32)
        #expect(hello.cipherSuites.count == 31)
        #expect(hello.extensions.serverName == "example.test")
        #expect(hello.extensions.supportedGroups?.count == 10)
    }

    @Test(arguments: [openSSLHello, openSSLHello13])
    func refusesAnotherImplementationsHelloCutAnywhere(_ body: [UInt8]) {
        let lastByteBeforeExtensions = 2 + 32 + 1 + Int(body[34]) + 2
        let suites = Int(body[lastByteBeforeExtensions - 1])
        let bare = lastByteBeforeExtensions + suites + 2
        for byteCount in 0..<body.count where byteCount != bare {
            let part = Array(body[..<byteCount])
            #expect(throws: WireError.truncated) { try ClientHello(parsing: part.span) }
        }
        let part = Array(body[..<bare])
        #expect(throws: Never.self) { try ClientHello(parsing: part.span) }
    }

    /// Known bytes, put together by hand from RFC 5246, 7.4.1.2, and the extensions' RFCs.
    @Test func writesKnownBytes() throws {
        let body = try WireSamples.clientHello.bodyBytes()
        let random = [UInt8](0x40..<0x60).hexadecimal
        #expect(
            body.hexadecimal
                == "0303" + random + "03090807" + "0004c02fc030" + "0100" + "0050"
                + "00000010000e00000b7365727665722e74657374"
                + "00170000" + "ff01000100" + "000a00060004001d0017" + "000b00020100"
                + "00230003010203" + "0010000e000c02683208687474702f312e31"
                + "000d0006000408040401"
        )
        let answer = try WireSamples.serverHello.bodyBytes()
        #expect(
            answer.hexadecimal
                == "0303" + random + "03090807" + "c02f" + "00" + "0020"
                + "00000000" + "ff01000100" + "000b00020100" + "00230000"
                + "0010000500030268" + "32" + "00170000"
        )
    }

    @Test func writesNoExtensionsWithoutAny() throws {
        let hello = ClientHello(
            random: WireSamples.random,
            cipherSuites: [.rsaWithAES128GCMSHA256],
            extensions: ClientHelloExtensions()
        )
        let body = try hello.bodyBytes()
        #expect(body.count == 2 + 32 + 1 + 4 + 2)
        #expect(try ClientHello(parsing: body.span) == hello)
    }

    @Test func refusesAClientThatInsistsOnCompression() throws {
        var hello = WireSamples.clientHello
        hello.compressionMethods = [1, 64]
        let body = try hello.bodyBytes()
        #expect(throws: WireError.illegalValue) { try ClientHello(parsing: body.span) }
        hello.compressionMethods = [1, 0]
        let acceptable = try hello.bodyBytes()
        #expect(throws: Never.self) { try ClientHello(parsing: acceptable.span) }
    }

    @Test func refusesASessionIDThatIsTooLong() throws {
        var hello = WireSamples.clientHello
        hello.sessionID = [UInt8](repeating: 1, count: 33)
        let body = try hello.bodyBytes()
        #expect(throws: WireError.vectorLength) { try ClientHello(parsing: body.span) }
        var answer = WireSamples.serverHello
        answer.sessionID = hello.sessionID
        let answerBody = try answer.bodyBytes()
        #expect(throws: WireError.vectorLength) {
            try ServerHello(parsing: answerBody.span, answering: WireSamples.clientHello)
        }
    }

    @Test func refusesListsOfSuitesThatAreEmptyOrOdd() {
        let start = [UInt8](repeating: 3, count: 34) + [0]
        for suites: [UInt8] in [[0, 0], [0, 1, 7], [0, 3, 7, 7, 7]] {
            let body = start + suites + [1, 0]
            #expect(throws: WireError.vectorLength) { try ClientHello(parsing: body.span) }
        }
    }

    @Test func refusesAServerThatWantsCompression() throws {
        var body = try WireSamples.serverHello.bodyBytes()
        body[2 + 32 + 4 + 2] = 1
        #expect(throws: WireError.illegalValue) {
            try ServerHello(parsing: body.span, answering: WireSamples.clientHello)
        }
    }
}
