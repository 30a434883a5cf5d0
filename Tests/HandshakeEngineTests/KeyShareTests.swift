// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import TestSupport
import Testing

/// Public keys of ECDHE that a peer must not be let through with, in both roles.
@Suite struct KeyShareTests {
    private static let scenario = Scenario.all[0]

    /// A public key that takes the place of the peer's own.
    struct Share: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let group: TLSNamedGroup
        let bytes: [UInt8]

        init(_ name: String, _ group: TLSNamedGroup, _ bytes: [UInt8]) {
            testDescription = "\(group.name): \(name)"
            self.group = group
            self.bytes = bytes
        }
    }

    static let wrong =
        LowOrderPoints.all.map { Share($0.name, .x25519, $0.bytes) } + wrongLengths
        + wrongPoints

    private static let wrongLengths = [1, 31, 33, 64, 65, 255].map {
        Share("\($0) bytes", .x25519, [UInt8](repeating: 9, count: $0))
    }

    private static let baseX = [UInt8](
        hexadecimal: "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    )
    private static let baseY = [UInt8](
        hexadecimal: "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    )
    private static let prime = [UInt8](
        hexadecimal: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
    )
    private static let zero = [UInt8](repeating: 0, count: 32)

    /// Section 5.1.2 of RFC 8422 has no form but the uncompressed one; section 5.4 no point at
    /// infinity.
    private static let wrongPoints = [
        Share("not on the curve", .secp256r1, [4] + baseX + baseX),
        Share(
            "the base point's twist",
            .secp256r1,
            [4] + baseX + [baseY[0] ^ 1] + baseY.dropFirst()
        ),
        Share("infinity", .secp256r1, [0]),
        Share("infinity in a point's length", .secp256r1, [0] + zero + zero),
        Share("zeros", .secp256r1, [4] + zero + zero),
        Share("x is the prime", .secp256r1, [4] + prime + baseY),
        Share("y is the prime", .secp256r1, [4] + baseX + prime),
        Share("beyond the prime", .secp256r1, [4] + [UInt8](repeating: 0xFF, count: 64)),
        Share("compressed", .secp256r1, [3] + baseX),
        Share("compressed, in a point's length", .secp256r1, [3] + baseX + zero),
        Share("hybrid", .secp256r1, [7] + baseX + baseY),
        Share("an unknown form", .secp256r1, [5] + baseX + baseY),
        Share("without its form", .secp256r1, baseX + baseY),
        Share("a byte short", .secp256r1, [4] + baseX + baseY.dropLast()),
        Share("a byte long", .secp256r1, [4] + baseX + baseY + [0]),
        Share("a key of x25519", .secp256r1, baseX),
    ]

    /// Keys that are right, though nobody here has the private half.
    static let right = [
        Share("the base point", .x25519, [9] + [UInt8](repeating: 0, count: 31)),
        Share("the base point", .secp256r1, [4] + baseX + baseY),
    ]

    @Test(arguments: wrong)
    func serverRefuses(_ share: Share) async throws {
        let (client, server) = await runWithClientsShare(share)
        #expect(server.sentAlert == .illegalParameter)
        #expect(client.receivedAlert == .illegalParameter)
        #expect(client.negotiated == nil && server.negotiated == nil)
    }

    @Test(arguments: wrong)
    func clientRefuses(_ share: Share) async throws {
        let (client, server) = try await runWithServersShare(share)
        #expect(client.sentAlert == .illegalParameter)
        #expect(server.receivedAlert == .illegalParameter)
        #expect(client.negotiated == nil && server.negotiated == nil)
    }

    /// They lead to other secrets than the peer's, which shows only then.
    @Test(arguments: right)
    func bothTakeAKeyOfTheGroup(_ share: Share) async throws {
        let (_, server) = await runWithClientsShare(share)
        #expect(server.sentAlert == .decryptError)
        let (client, _) = try await runWithServersShare(share)
        #expect(client.error != nil && client.sentAlert == nil)
    }

    private func runWithClientsShare(_ share: Share) async -> (client: Endpoint, server: Endpoint) {
        await Self.scenario.run { flight, fromClient, number in
            guard fromClient else { return }
            if number == 0 {
                let offer = rewritingClientHello(flight.bytes) {
                    $0.extensions.supportedGroups = [share.group]
                }
                flight = Flight(offer)
            }
            for (index, record) in flight.records.enumerated()
            where number == 1 && record.fragment.first == HandshakeType.clientKeyExchange.rawValue {
                let exchange = ClientKeyExchange.ecdhe(publicKey: share.bytes)
                flight.records[index].fragment = try! exchange.message().bytes
            }
        }
    }

    private func runWithServersShare(
        _ share: Share
    ) async throws -> (client: Endpoint, server: Endpoint) {
        var clientRandom: [UInt8] = []
        return await Self.scenario.run { flight, fromClient, number in
            guard number == 0 else { return }
            if fromClient {
                clientRandom = flight.helloRandom
                return
            }
            let serverRandom = flight.helloRandom
            for (index, record) in flight.records.enumerated()
            where record.fragment.first == HandshakeType.serverKeyExchange.rawValue {
                flight.records[index].fragment = try! signedExchange(
                    ServerECDHParameters(group: share.group, publicKey: share.bytes),
                    clientRandom: clientRandom,
                    serverRandom: serverRandom
                )
            }
        }
    }

    private func signedExchange(
        _ parameters: ServerECDHParameters,
        clientRandom: [UInt8],
        serverRandom: [UInt8]
    ) throws -> [UInt8] {
        let content = try parameters.signedContent(
            clientRandom: clientRandom,
            serverRandom: serverRandom
        )
        let key = TestAuthority.privateKey(TestAuthority.Subject.server.key)
        var signature = [UInt8](repeating: 0, count: key.modulusByteCount)
        var output = signature.mutableSpan
        try key.sign(message: content.span, scheme: .pss(.sha256), into: &output)
        let signed = DigitallySigned(scheme: .rsaPSSRSAESHA256, signature: signature)
        return try ServerKeyExchange(parameters: parameters, signed: signed).message().bytes
    }
}
