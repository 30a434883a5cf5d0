import HandshakeEngine
import HandshakeRSA
import Testing

/// What a server does with the client's encrypted premaster secret (RFC 5246, section 7.4.7.1).
@Suite struct PremasterTests {
    private let scenario = Scenario(suite: .rsaWithAES128GCMSHA256, isMutual: false)

    private func run(
        _ change: (_ ciphertext: [UInt8]) -> [UInt8]
    ) async throws -> (client: Endpoint, server: Endpoint) {
        let place = try #require(
            await scenario.messages().first { $0.type == .clientKeyExchange }
        )
        return await scenario.run(at: place) { record in
            let body = change(Array(record.fragment.dropFirst(6)))
            let length: [UInt8] = [UInt8(body.count >> 8), UInt8(body.count & 0xFF)]
            let message = [16, 0] + [UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)]
            return [Flight.Record(type: record.type, fragment: message + length + body)]
        }
    }

    /// Whatever is wrong with the ciphertext, the peer sees one and the same.
    @Test func goesOnToBadRecordMACWithAnyWrongCiphertext() async throws {
        let key = TestAuthority.privateKey(TestAuthority.Subject.server.key).publicKey
        func encrypted(_ message: [UInt8]) -> [UInt8] {
            var ciphertext = [UInt8](repeating: 0, count: key.modulusByteCount)
            var output = ciphertext.mutableSpan
            try! key.encryptPKCS1(message.span, into: &output)
            return ciphertext
        }
        let secret = [UInt8](repeating: 9, count: 46)
        let wrong: [[UInt8]] = [
            [],
            [1, 2, 3],
            [UInt8](repeating: 0, count: 255),
            [UInt8](repeating: 0, count: 256),
            [UInt8](repeating: 0xFF, count: 256),
            [UInt8](repeating: 0, count: 257),
            key.modulusBytes,
            encrypted([]),
            encrypted([3, 3] + secret.dropLast()),
            encrypted([3, 3] + secret + [0]),
            encrypted([3, 1] + secret),
            encrypted([3, 3] + secret),
            (0..<256).map { UInt8($0) },
        ]
        for ciphertext in wrong {
            let (client, server) = try await run { _ in ciphertext }
            #expect(
                server.error == .peerMisbehaved(.badRecordMAC, reason: "a record does not open")
            )
            #expect(client.receivedAlert == .badRecordMAC)
            #expect(server.negotiated == nil && client.negotiated == nil)
        }
    }

    @Test(arguments: [-1, 1])
    func refusesALengthThatDisagreesWithTheBody(difference: Int) async throws {
        let place = try #require(
            await scenario.messages().first { $0.type == .clientKeyExchange }
        )
        let (client, server) = await scenario.run(at: place) { record in
            var changed = record
            let length = 256 + difference
            changed.fragment[4] = UInt8(length >> 8)
            changed.fragment[5] = UInt8(length & 0xFF)
            return [changed]
        }
        #expect(server.sentAlert == .decodeError)
        #expect(client.receivedAlert == .decodeError)
    }

    @Test func saysThatTheExternalKeyFailed() async {
        for suite in CipherSuite.all {
            let client = Endpoint(client: .test { $0.cipherSuites = [suite] })
            let server = Endpoint(
                server: .test {
                    $0.cipherSuites = [suite]
                    $0.credential = TestAuthority.shared.externalCredential(.server)
                }
            )
            await HandshakeEngineTests.run(client, server)
            #expect(server.error == .privateKeyOperationFailed)
            #expect(client.receivedAlert == .internalError)
        }
    }
}
