// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import Testing

/// What a server does with the client's encrypted premaster secret (RFC 5246, section 7.4.7.1).
@Suite struct PremasterTests {
    private let scenario = Scenario(suite: .rsaWithAES128GCMSHA256, isMutual: false)

    /// Who decrypts.
    enum Decryption: CaseIterable, Sendable {
        case direct, external, batched
    }

    /// A handshake in which the server gets another ciphertext than the client's.
    private func run(
        _ decryption: Decryption,
        _ change: (_ ciphertext: [UInt8]) -> [UInt8]
    ) async throws -> (client: Endpoint, server: Endpoint) {
        let client = scenario.client()
        let server = Endpoint(
            server: .test {
                $0.cipherSuites = [scenario.suite]
                guard decryption != .direct else { return }
                $0.credential = TestAuthority.shared.externalCredential(.server)
            }
        )
        server.key = TestAuthority.privateKey(TestAuthority.Subject.server.key)
        let batcher = decryption == .batched ? try RSABatcher() : nil
        server.batcher = batcher
        await HandshakeEngineTests.run(client, server) { bytes, fromClient in
            var flight = Flight(bytes)
            if fromClient, flight.records[0].fragment.first == 16 {
                let body = change(Array(flight.records[0].fragment.dropFirst(6)))
                flight.records[0].fragment =
                    [16, 0] + Self.twoBytes(body.count + 2) + Self.twoBytes(body.count) + body
            }
            return [flight.bytes]
        }
        await batcher?.shutDown()
        #expect(server.requestCount == (decryption == .direct ? 0 : 1))
        return (client, server)
    }

    private static func twoBytes(_ number: Int) -> [UInt8] {
        [UInt8(number >> 8), UInt8(number & 0xFF)]
    }

    @Test(arguments: Decryption.allCases)
    func goesOnWithTheRightCiphertext(decryption: Decryption) async throws {
        let (client, server) = try await run(decryption) { $0 }
        #expect(client.negotiated != nil && server.negotiated != nil)
    }

    /// Whatever is wrong with the ciphertext, the peer sees one and the same.
    @Test(arguments: Decryption.allCases)
    func goesOnToBadRecordMACWithAnyWrongCiphertext(decryption: Decryption) async throws {
        let key = TestAuthority.privateKey(TestAuthority.Subject.server.key).publicKey
        func encrypted(_ message: [UInt8]) -> [UInt8] {
            var ciphertext = [UInt8](repeating: 0, count: key.modulusByteCount)
            var output = ciphertext.mutableSpan
            try! key.encrypt(message.span, scheme: .pkcs1, into: &output)
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
            let (client, server) = try await run(decryption) { _ in ciphertext }
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
        for suite in TLSCipherSuite.all {
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
