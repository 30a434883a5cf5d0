// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import Testing

@Suite struct NegotiationTests {
    /// What a server answers to a ClientHello that was changed so.
    private func alert(
        _ configuration: TLSServerConfiguration = .test(),
        _ change: (inout ClientHello) -> Void
    ) async -> TLSAlertDescription? {
        let client = Endpoint(client: .test())
        let server = Endpoint(server: configuration)
        server.receive(rewritingClientHello(client.connection.takeBytesToSend(), change))
        await server.handleEvents()
        return server.sentAlert
    }

    @Test func refusesOlderVersions() async {
        for version in [0x0002, 0x0300, 0x0301, 0x0302] as [UInt16] {
            let sent = await alert { $0.version = TLSProtocolVersion(rawValue: version) }
            #expect(sent == .protocolVersion)
        }
        let newer = await alert { $0.version = .tls13 }
        #expect(newer == nil)
    }

    @Test func refusesAFallback() async {
        let sent = await alert {
            $0.version = .tls11
            $0.cipherSuites.append(.fallbackSCSV)
        }
        #expect(sent == .inappropriateFallback)
        let highest = await alert { $0.cipherSuites.append(.fallbackSCSV) }
        #expect(highest == nil)
    }

    @Test func refusesWhatIsNotInCommon() async {
        let suites = await alert { $0.cipherSuites = [TLSCipherSuite(rawValue: 0x1301)] }
        #expect(suites == .handshakeFailure)
        let groups = await alert { $0.extensions.supportedGroups = [.x448] }
        #expect(groups == .handshakeFailure)
        let schemes = await alert { $0.extensions.signatureSchemes = [.rsaPKCS1SHA1] }
        #expect(schemes == .handshakeFailure)
        let renegotiation = await alert { $0.extensions.renegotiationInfo = [1] }
        #expect(renegotiation == .handshakeFailure)
        // RSA key exchange has to be enabled by name.
        let rsa = await alert { $0.cipherSuites = TLSCipherSuite.rsaKeyExchangeSuites }
        #expect(rsa == .handshakeFailure)
    }

    /// Every field as long as its length can say, with what this server needs at its end.
    @Test func takesTheLongestClientHello() async throws {
        let client = Endpoint(client: .test())
        let body = Array(
            Flight(client.connection.takeBytesToSend()).records[0].fragment.dropFirst(4)
        )
        var hello = try ClientHello(parsing: body.span)
        let unknown = (0..<32_767 - hello.cipherSuites.count).map {
            TLSCipherSuite(rawValue: 0x0100 + UInt16($0 % 0x4000))
        }
        hello.cipherSuites = unknown + hello.cipherSuites
        hello.compressionMethods = [UInt8](1...254) + [0]
        hello.sessionID = [UInt8](repeating: 1, count: 32)
        let missing = 4 + 131_396 - (try hello.message().bytes.count)
        hello.extensions.sessionTicket = [UInt8](repeating: 2, count: missing)
        let message = try hello.message()
        #expect(message.bytes.count == 4 + 131_396)

        let server = Endpoint(server: .test())
        let records = [Flight.Record(type: Flight.Record.handshake, fragment: message.bytes)]
        server.receive(Flight(records: records).messages(inRecordsOf: 16_384).bytes)
        await server.handleEvents()
        #expect(server.error == nil)
        let answer = Flight(server.connection.takeBytesToSend())
        #expect(answer.records.first?.fragment.first == HandshakeType.serverHello.rawValue)
    }

    @Test func ignoresWhatItDoesNotKnow() async {
        let sent = await alert {
            $0.cipherSuites.insert(TLSCipherSuite(rawValue: 0x0A0A), at: 0)
            $0.extensions.supportedGroups?.insert(TLSNamedGroup(rawValue: 0x1A1A), at: 0)
            $0.extensions.signatureSchemes?.insert(TLSSignatureScheme(rawValue: 0x2A2A), at: 0)
        }
        #expect(sent == nil)
    }

    @Test(arguments: EphemeralGroup.allCases)
    func takesTheGroupThatTheClientHas(group: EphemeralGroup) async throws {
        let client = Endpoint(client: .test())
        let server = Endpoint(server: .test())
        server.receive(
            rewritingClientHello(client.connection.takeBytesToSend()) {
                $0.extensions.supportedGroups = group.offered
            }
        )
        await server.handleEvents()
        let flight = Flight(server.connection.takeBytesToSend())
        let exchange = try #require(
            flight.records.first { $0.fragment[0] == HandshakeType.serverKeyExchange.rawValue }
        )
        let body = Array(exchange.fragment.dropFirst(4))
        let parameters = try ServerKeyExchange(parsing: body.span).parameters
        #expect(parameters.group == group.chosen)
    }

    enum EphemeralGroup: CaseIterable, Sendable {
        case none, secp256r1, both

        var offered: [TLSNamedGroup]? {
            switch self {
            case .none: nil
            case .secp256r1: [.secp384r1, .secp256r1]
            case .both: [.secp256r1, .x25519]
            }
        }

        var chosen: TLSNamedGroup { self == .both ? .x25519 : .secp256r1 }
    }

    @Test func agreesOnAnApplicationProtocol() async {
        let client = Endpoint(client: .test { $0.applicationProtocols = ["h2", "http/1.1"] })
        let server = Endpoint(server: .test { $0.applicationProtocols = ["http/1.1", "h2"] })
        await run(client, server)
        #expect(client.negotiated?.applicationProtocol == "http/1.1")
        #expect(server.negotiated?.applicationProtocol == "http/1.1")

        let stranger = Endpoint(client: .test { $0.applicationProtocols = ["spdy/3"] })
        let again = Endpoint(server: .test { $0.applicationProtocols = ["http/1.1"] })
        await run(stranger, again)
        #expect(again.sentAlert == .noApplicationProtocol)
        #expect(stranger.receivedAlert == .noApplicationProtocol)
    }

    /// What a client answers to a ServerHello that was changed so.
    @Test func refusesAServerThatChoosesWhatWasNotOffered() async throws {
        let changes: [(TLSAlertDescription, @Sendable (inout ServerHello) -> Void)] = [
            (.protocolVersion, { $0.version = .tls11 }),
            (.protocolVersion, { $0.version = .tls13 }),
            (.illegalParameter, { $0.cipherSuite = .rsaWithAES128GCMSHA256 }),
            (.handshakeFailure, { $0.extensions.renegotiationInfo = nil }),
            (.handshakeFailure, { $0.extensions.renegotiationInfo = [1] }),
            (.unsupportedExtension, { $0.extensions.applicationProtocol = [1] }),
        ]
        let scenario = Scenario.all[2]
        let place = try #require(await scenario.messages().first { $0.type == .serverHello })
        let offered = Endpoint(client: .test())
        let offerBody = Array(
            Flight(offered.connection.takeBytesToSend()).records[0].fragment.dropFirst(4)
        )
        let offer = try ClientHello(parsing: offerBody.span)
        for (alert, change) in changes {
            let (client, server) = await scenario.run(at: place) { record in
                let body = Array(record.fragment.dropFirst(4))
                var hello = try! ServerHello(parsing: body.span, answering: offer)
                change(&hello)
                return [Flight.Record(type: record.type, fragment: try! hello.message().bytes)]
            }
            #expect(client.sentAlert == alert)
            #expect(server.receivedAlert == alert)
        }
    }

    @Test func exportsTheSameKeyingMaterialOnBothSides() async throws {
        let (client, server) = await Scenario.all[0].run { _, _, _ in }
        func exported(_ endpoint: Endpoint, _ context: [UInt8]?) throws -> [UInt8] {
            var output = [UInt8](repeating: 0, count: 40)
            var span = output.mutableSpan
            if let context {
                try endpoint.connection.exportKeyingMaterial(
                    label: "EXPERIMENTAL test",
                    context: context.span,
                    into: &span
                )
            } else {
                try endpoint.connection.exportKeyingMaterial(
                    label: "EXPERIMENTAL test",
                    context: nil,
                    into: &span
                )
            }
            let returned = try endpoint.connection.exportKeyingMaterial(
                label: "EXPERIMENTAL test",
                context: context,
                byteCount: 40
            )
            #expect(returned.withBytes { [UInt8]($0) } == output)
            #expect(throws: TLSConnectionError.invalidExporterInput) {
                _ = try endpoint.connection.exportKeyingMaterial(label: "a", byteCount: -1)
            }
            return output
        }
        let ours = try exported(client, nil)
        let theirs = try exported(server, nil)
        #expect(ours == theirs)
        let (empty, other) = (try exported(client, []), try exported(server, [1]))
        #expect(Set([ours, empty, other]).count == 3)
    }

    @Test func logsKeysOnlyWhereAskedTo() async {
        let lines = Lines()
        let client = Endpoint(client: .test { $0.keyLog = { lines.add($0) } })
        let server = Endpoint(server: .test { $0.keyLog = { lines.add($0) } })
        await run(client, server)
        let logged = lines.all
        #expect(logged.count == 2)
        #expect(Set(logged).count == 1)
        #expect(logged.first?.split(separator: " ").map(\.count) == [13, 64, 96])
    }

    @Test func observesHowLongAnswersTake() async {
        let lines = Lines()
        let observer: @Sendable (TLSHandshakeObservation) -> Void = { observation in
            if case .step(let step, let duration) = observation, duration > .zero {
                lines.add(step.rawValue)
            }
        }
        let client = Endpoint(client: .test { $0.observer = observer })
        let server = Endpoint(
            server: .test {
                $0.credential = TestAuthority.shared.externalCredential(.server)
                $0.observer = observer
            }
        )
        server.key = TestAuthority.privateKey(TestAuthority.Subject.server.key)
        await run(client, server)
        #expect(lines.all.contains("certificate verification"))
        #expect(lines.all.contains("external private-key operation"))
    }

    @Test func refusesAConfigurationWithNothingToOffer() async {
        let client = Endpoint(
            client: .test { $0.cipherSuites = [TLSCipherSuite(rawValue: 0x1301)] }
        )
        await client.handleEvents()
        let reason = "there is no cipher suite to offer"
        #expect(client.error == .invalidConfiguration(reason: reason))
    }

    @Test func observesMessagesAndSteps() async {
        let lines = Lines()
        let client = Endpoint(client: .test())
        let server = Endpoint(
            server: .test {
                $0.observer = { observation in
                    switch observation {
                    case .message(let direction, let name, _): lines.add("\(direction) \(name)")
                    case .step(let step, _): lines.add(step.rawValue)
                    }
                }
            }
        )
        await run(client, server)
        let messages = lines.all.filter { $0.hasPrefix("sent") || $0.hasPrefix("received") }
        #expect(
            messages == [
                "received ClientHello", "sent ServerHello", "sent Certificate",
                "sent ServerKeyExchange", "sent ServerHelloDone", "received ClientKeyExchange",
                "received ChangeCipherSpec", "received Finished", "sent ChangeCipherSpec",
                "sent Finished",
            ]
        )
        #expect(lines.all.contains("private-key operation"))
        #expect(!lines.all.contains("external private-key operation"))
        #expect(lines.all.contains("key exchange"))
    }
}
