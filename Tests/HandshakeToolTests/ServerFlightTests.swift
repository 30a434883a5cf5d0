// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing
import handshake

/// What `probe` makes of a server's answer to its ClientHello.
@Suite struct ServerFlightTests {
    private static let ssl3 = TLSProtocolVersion(rawValue: 0x0300)
    private static let versions: [TLSProtocolVersion] = [ssl3, .tls10, .tls11, .tls12]
    private static let random = [UInt8](repeating: 7, count: 32)
    /// TLS_DHE_RSA_WITH_AES_128_CBC_SHA
    private static let dheSuite = TLSCipherSuite(rawValue: 0x0033)

    // MARK: A server's bytes

    private static func record(_ type: UInt8, _ fragment: [UInt8]) -> [UInt8] {
        [type, 3, 1, UInt8(fragment.count >> 8), UInt8(fragment.count & 0xFF)] + fragment
    }

    private static func serverHello(
        _ version: TLSProtocolVersion,
        _ suite: TLSCipherSuite = .ecdheRSAWithAES128GCMSHA256,
        extensions: ServerHelloExtensions = .init()
    ) throws -> [UInt8] {
        try ServerHello(
            version: version,
            random: random,
            sessionID: [],
            cipherSuite: suite,
            extensions: extensions
        ).message().bytes
    }

    /// One of TLS 1.3, with the version and the group in extensions, as servers do.
    private static func serverHello13(random: [UInt8] = random) throws -> [UInt8] {
        var writer = ByteWriter()
        writer.write(HandshakeType.serverHello.rawValue)
        writer.writeVector(lengthByteCount: 3) { writer in
            writer.write(TLSProtocolVersion.tls12.rawValue)
            writer.write(random)
            writer.writeVector(lengthByteCount: 1, [])
            writer.write(UInt16(0x1301))
            writer.write(UInt8(0))
            writer.writeVector(lengthByteCount: 2) { writer in
                writer.write(UInt16(43))
                writer.writeVector(lengthByteCount: 2) { $0.write(UInt16(0x0304)) }
                writer.write(UInt16(51))
                writer.writeVector(lengthByteCount: 2) { writer in
                    writer.write(TLSNamedGroup.x25519.rawValue)
                    writer.writeVector(lengthByteCount: 2, [1, 2, 3])
                }
            }
        }
        return try writer.finish()
    }

    private static func message(_ type: HandshakeType, _ body: [UInt8]) throws -> [UInt8] {
        var writer = ByteWriter()
        writer.write(type.rawValue)
        writer.writeVector(lengthByteCount: 3, body)
        return try writer.finish()
    }

    private static let certificates: [[UInt8]] = [[1, 2, 3], [4, 5]]

    private static func ecdhe(_ version: TLSProtocolVersion) throws -> [UInt8] {
        let exchange = try ServerKeyExchange(
            parameters: ServerECDHParameters(group: .x25519, publicKey: [9, 9, 9]),
            signed: DigitallySigned(scheme: .rsaPSSRSAESHA256, signature: [5, 6, 7])
        ).message().bytes
        guard version < .tls12 else { return exchange }
        // There is no scheme before TLS 1.2.
        let body = Array(exchange.dropFirst(HandshakeMessage.headerByteCount))
        return try message(.serverKeyExchange, body.filter { $0 != 8 && $0 != 4 })
    }

    private static func flight(_ version: TLSProtocolVersion) throws -> [UInt8] {
        var extensions = ServerHelloExtensions()
        if version == .tls12 {
            extensions.applicationProtocol = Array("h2".utf8)
            extensions.extendedMasterSecret = true
        }
        let messages =
            try serverHello(version, extensions: extensions)
            + CertificateMessage(certificates: certificates).message().bytes + ecdhe(version)
            + CertificateRequest(
                signatureSchemes: [.rsaPSSRSAESHA256],
                certificateAuthorities: []
            ).message().bytes + ServerHelloDone().message().bytes
        return record(22, messages)
    }

    /// The answer to `bytes`, given in parts of this length.
    private func answer(
        _ bytes: [UInt8],
        _ version: TLSProtocolVersion,
        partByteCount: Int = .max
    ) -> HelloAnswer? {
        var reader = ServerFlightReader(version: version)
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(partByteCount)
            rest = rest.dropFirst(part.count)
            if let answer = reader.receive(Array(part)) { return answer }
        }
        return nil
    }

    // MARK: What is well formed

    @Test(arguments: versions)
    func readsAFlight(_ version: TLSProtocolVersion) throws {
        let bytes = try Self.flight(version)
        for partByteCount in [.max, 1, 2, 5, 7] {
            guard case .flight(let flight) = answer(bytes, version, partByteCount: partByteCount)
            else {
                Issue.record("no flight in parts of \(partByteCount)")
                continue
            }
            #expect(flight.version == version)
            #expect(flight.cipherSuite == .ecdheRSAWithAES128GCMSHA256)
            #expect(flight.group == .named(.x25519))
            #expect(flight.signatureScheme == (version == .tls12 ? .rsaPSSRSAESHA256 : nil))
            #expect(flight.applicationProtocol == (version == .tls12 ? "h2" : nil))
            #expect(flight.hasExtendedMasterSecret == (version == .tls12))
            #expect(flight.certificates == Self.certificates)
            #expect(flight.asksForCertificate)
        }
    }

    @Test func readsFiniteFieldGroups() throws {
        var body = ByteWriter()
        // A prime of 1023 bits, after a zero that says nothing
        body.writeVector(lengthByteCount: 2, [0, 0x40] + [UInt8](repeating: 1, count: 127))
        body.writeVector(lengthByteCount: 2, [2])
        body.writeVector(lengthByteCount: 2, [3])
        body.write([1, 2])
        let exchange = try Self.message(.serverKeyExchange, body.finish())
        let bytes =
            try Self.serverHello(.tls10, Self.dheSuite) + exchange
            + ServerHelloDone().message().bytes
        guard case .flight(let flight) = answer(Self.record(22, bytes), .tls10) else {
            Issue.record("no flight")
            return
        }
        #expect(flight.group == .finiteField(bitCount: 1023))
    }

    @Test func readsServerHellosOfTLS13() throws {
        // SHA-256 of "HelloRetryRequest" (RFC 8446, section 4.1.3)
        let retry: [UInt8] = [
            0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65,
            0xB8,
            0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8,
            0xA8,
            0x33, 0x9C,
        ]
        let request = Self.record(22, try Self.serverHello13(random: retry)) + Self.record(20, [1])
        #expect(answer(request, .tls13) == nil)
        let hello = Self.record(22, try Self.serverHello13())
        for bytes in [hello, request + hello] {
            guard case .flight(let flight) = answer(bytes, .tls13, partByteCount: 3) else {
                Issue.record("no flight")
                continue
            }
            #expect(flight.version == .tls13)
            #expect(flight.group == .named(.x25519))
            #expect(flight.cipherSuite.rawValue == 0x1301)
        }
        #expect(answer(hello, .tls12) == .otherVersion(.tls13))
        #expect(answer(try Self.flight(.tls12), .tls13) == .otherVersion(.tls12))
        #expect(answer(try Self.flight(.tls10), .tls11) == .otherVersion(.tls10))
    }

    @Test func readsAlerts() throws {
        #expect(answer(Self.record(21, [2, 70]), .tls10) == .alert(.protocolVersion))
        #expect(answer(Self.record(21, [1, 0]), .tls10) == .alert(.closeNotify))
        // A warning, after which the handshake goes on
        let warning = Self.record(21, [1, 112])
        #expect(answer(warning, .tls12) == nil)
        guard case .flight = answer(warning + (try Self.flight(.tls12)), .tls12) else {
            Issue.record("no flight after a warning")
            return
        }
        for fragment in [[], [2], [3, 40], [2, 40, 0]] as [[UInt8]] {
            guard case .malformed = answer(Self.record(21, fragment), .tls12) else {
                Issue.record("an alert of \(fragment)")
                continue
            }
        }
    }

    // MARK: What is not

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", "it speaks HTTP without TLS"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "it speaks SSH"),
        (
            "220 mail.example ESMTP\r\n",
            "it speaks a protocol that begins without TLS (\"220 mail.example ESMTP\")"
        ),
        ("hello\n", "plain text came: \"hello\""),
        ("\u{1}\u{2}\u{3}\u{4}\u{5}", "what came is no TLS"),
    ])
    func namesWhatIsNoTLS(_ text: String, _ reason: String) {
        #expect(answer(Array(text.utf8), .tls12) == .notTLS(reason))
    }

    @Test func isNotImpressedByOtherBytes() {
        // A record's type, and no version of TLS
        #expect(answer([22, 9, 9, 9, 9], .tls12) == .notTLS("what came is no TLS"))
        var reader = ServerFlightReader(version: .tls12)
        #expect(reader.receive([22, 3]) == nil)
        #expect(reader.end() == .notTLS("what came is no TLS"))
        #expect(ServerFlightReader(version: .tls12).end() == .closed)
    }

    @Test(arguments: versions)
    func waitsForTheRestOfWhatIsCut(_ version: TLSProtocolVersion) throws {
        let bytes = try Self.flight(version)
        for count in 0..<bytes.count {
            #expect(answer(Array(bytes.prefix(count)), version) == nil, "\(count) bytes")
        }
        // In records of their own, each message cut within: its lengths do not fit any more.
        let content = Array(bytes.dropFirst(5))
        for count in 0..<content.count {
            let cut = Self.record(22, Array(content.prefix(count))) + Self.record(21, [2, 80])
            #expect(answer(cut, version) == .alert(.internalError), "\(count) bytes")
        }
    }

    /// Whatever a byte is changed to, there is an answer or a wait, and no trap.
    @Test(arguments: versions)
    func survivesChangedBytes(_ version: TLSProtocolVersion) throws {
        let bytes = try Self.flight(version)
        var differing = 0
        for index in bytes.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF, bytes[index] &+ 1, bytes[index] &- 1] {
                var changed = bytes
                changed[index] = value
                if answer(changed, version) != answer(bytes, version) { differing += 1 }
            }
        }
        #expect(differing > bytes.count)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let noise = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = answer(Self.record(22, noise), version)
            let body = Array(noise.dropFirst(4))
            let hello = try Self.message(.serverHello, body)
            _ = answer(Self.record(22, hello), version)
            let exchange = try Self.message(.serverKeyExchange, body)
            for suite in [TLSCipherSuite.ecdheRSAWithAES128GCMSHA256, Self.dheSuite] {
                let start = try Self.serverHello(version, suite)
                _ = answer(Self.record(22, start + exchange), version)
            }
        }
    }

    private func isMalformed(_ answer: HelloAnswer?) -> Bool {
        if case .malformed = answer { true } else { false }
    }

    @Test func refusesWhatIsTooLong() throws {
        // A record, a message, a list of certificates
        #expect(isMalformed(answer([22, 3, 3, 0x40, 1], .tls12)))
        let long = Self.record(22, [11, 0xFF, 0xFF, 0xFF])
        let hello = Self.record(22, try Self.serverHello(.tls12))
        #expect(isMalformed(answer(hello + long, .tls12)))
        let many = CertificateMessage(certificates: .init(repeating: [1], count: 11))
        let bytes = try many.message().bytes
        #expect(isMalformed(answer(hello + Self.record(22, bytes), .tls12)))
        // Records that say nothing, without end
        let empty = Self.record(22, [])
        let warning = Self.record(21, [1, 112])
        for record in [empty, warning] {
            var reader = ServerFlightReader(version: .tls12)
            var received = 0
            var answer: HelloAnswer?
            while answer == nil, received <= 2 * ServerFlightReader.maximumByteCount {
                answer = reader.receive(record)
                received += record.count
            }
            #expect(isMalformed(answer))
            #expect(received <= ServerFlightReader.maximumByteCount + record.count)
        }
    }

    @Test func refusesMessagesOutOfOrder() throws {
        let hello = try Self.serverHello(.tls12)
        let done = try ServerHelloDone().message().bytes
        for messages in [
            done, hello + hello, hello + (try Self.message(.finished, [1])),
            try Self.message(.clientHello, [1, 2]),
        ] {
            #expect(isMalformed(answer(Self.record(22, messages), .tls12)))
        }
        let clear = Self.record(22, hello)
        #expect(isMalformed(answer(clear + Self.record(20, [1]), .tls12)))
        #expect(isMalformed(answer(clear + Self.record(23, [1]), .tls12)))
        #expect(isMalformed(answer(clear + Array("HTTP/1.1 200 OK".utf8), .tls12)))
    }

    // MARK: What is asked

    @Test(arguments: versions)
    func asksForAVersion(_ version: TLSProtocolVersion) throws {
        var hello = ProbeHello(version: version, serverName: "example.com")
        hello.applicationProtocols = ["h2", "http/1.1"]
        let record = try hello.record()
        #expect(record.prefix(3) == [22, 3, version == Self.ssl3 ? 0 : 1])
        let message = Array(record.dropFirst(5))
        #expect(message.first == HandshakeType.clientHello.rawValue)
        let body = Array(message.dropFirst(HandshakeMessage.headerByteCount))
        let parsed = try ClientHello(parsing: body.span)
        #expect(parsed.version == version)
        #expect(!parsed.cipherSuites.isEmpty)
        #expect((parsed.extensions == ClientHelloExtensions()) == (version == Self.ssl3))
        guard version != Self.ssl3 else { return }
        #expect(parsed.extensions.serverName == "example.com")
        #expect(parsed.extensions.applicationProtocols?.count == 2)
        #expect((parsed.extensions.signatureSchemes != nil) == (version == .tls12))
    }

    @Test func asksForRSAKeyExchangeAlone() throws {
        let hello = ProbeHello(version: .tls12, serverName: nil, isRSAKeyExchangeOnly: true)
        let body = try hello.record().dropFirst(5 + HandshakeMessage.headerByteCount)
        let suites = try ClientHello(parsing: Array(body).span).cipherSuites
        #expect(suites.contains(.rsaWithAES128GCMSHA256))
        #expect(!suites.contains(.ecdheRSAWithAES128GCMSHA256))
    }
}
