// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import SwiftASN1
import Testing

/// Certificates that X509 does not read: what the peer is told, and what this side says.
@Suite struct UnusableCertificateTests {
    /// A certificate with this DER in its key's place; its signature does not matter here.
    private func certificate(withKey information: [UInt8]) throws -> [UInt8] {
        let bytes = TestCredentials.server.certificateBytes[0]
        func fields(_ node: ASN1Node) -> [ASN1Node] {
            if case .constructed(let fields) = node.content { Array(fields) } else { [] }
        }
        let parts = fields(try DER.parse(bytes))
        var serializer = DER.Serializer()
        serializer.appendConstructedNode(identifier: .sequence) { serializer in
            serializer.appendConstructedNode(identifier: .sequence) { serializer in
                for (index, field) in fields(parts[0]).enumerated() {
                    if index == 6 {
                        serializer.serializeRawBytes(information)
                    } else {
                        serializer.serialize(field)
                    }
                }
            }
            for part in parts.dropFirst() { serializer.serialize(part) }
        }
        return serializer.serializedBytes
    }

    /// The DER of an RSA key, which need not be a valid one.
    private func key(bitCount: Int, exponent: [UInt8] = [1, 0, 1]) throws -> [UInt8] {
        let modulus = [0xC1] + [UInt8](repeating: 0x5B, count: bitCount / 8 - 1)
        var key = DER.Serializer()
        key.appendConstructedNode(identifier: .sequence) { key in
            for number in [modulus, exponent] {
                // No number is negative.
                let bytes = number[0] < 0x80 ? number : [0] + number
                key.appendPrimitiveNode(identifier: .integer) { $0.append(contentsOf: bytes) }
            }
        }
        var information = DER.Serializer()
        try information.appendConstructedNode(identifier: .sequence) { information in
            try information.appendConstructedNode(identifier: .sequence) { algorithm in
                try algorithm.serialize(ASN1ObjectIdentifier.AlgorithmIdentifier.rsaEncryption)
                try algorithm.serialize(ASN1Null())
            }
            try information.serialize(ASN1BitString(bytes: key.serializedBytes[...]))
        }
        return information.serializedBytes
    }

    /// What a client makes of a server's certificates.
    private func error(_ certificates: [[UInt8]]) async throws -> TLSConnectionError? {
        let scenario = Scenario.all[2]
        let place = try #require(await scenario.messages().first { $0.type == .certificate })
        let (client, server) = await scenario.run(at: place) { record in
            let message = CertificateMessage(certificates: certificates)
            return [Flight.Record(type: record.type, fragment: try! message.message().bytes)]
        }
        #expect(server.receivedAlert == client.sentAlert)
        return client.error
    }

    @Test(arguments: [512, 1024, 2040])
    func saysThatAnRSAKeyIsTooShort(bitCount: Int) async throws {
        let short = try certificate(withKey: key(bitCount: bitCount))
        let own = TestCredentials.server.certificateBytes[0]
        let reason = "its RSA key has \(bitCount) bits, fewer than the 2048 that it needs"
        for (list, number) in [([short], "1 of 1"), ([own, short], "2 of 2")] {
            let expected = TLSConnectionError.peerMisbehaved(
                .insufficientSecurity,
                reason: "certificate \(number) cannot be used: \(reason)"
            )
            #expect(try await error(list) == expected)
        }
    }

    @Test func saysWhatElseItCannotUse() async throws {
        let own = TestCredentials.server.certificateBytes[0]
        // An algorithm of which nobody here knows (1.3.101.113, Ed448).
        let unknown: [UInt8] = [0x30, 12, 0x30, 5, 6, 3, 43, 101, 113, 3, 3, 0, 1, 2]
        for (certificate, alert, text) in [
            (
                [1, 2, 3], .badCertificate,
                "it is not an X.509 certificate in DER, or not one of an RSA key"
            ),
            (
                Array(own.dropLast()), .badCertificate,
                "it is not an X.509 certificate in DER, or not one of an RSA key"
            ),
            (
                try certificate(withKey: unknown), .unsupportedCertificate,
                "its key's algorithm is unknown"
            ),
            (
                try certificate(
                    withKey: key(bitCount: 2048, exponent: [1] + [UInt8](repeating: 1, count: 32))
                ),
                .unsupportedCertificate,
                "the public exponent of its RSA key is even, less than 3, or has more than 256 bits"
            ),
            (
                try certificate(withKey: key(bitCount: 2048, exponent: [2, 0, 0, 0, 1])),
                .unsupportedCertificate, "public exponents of 34 bits are not supported"
            ),
            (
                try certificate(withKey: key(bitCount: 8200)), .unsupportedCertificate,
                "RSA keys of 8200 bits are not supported"
            ),
            (
                try certificate(withKey: key(bitCount: 16_400)), .unsupportedCertificate,
                "RSA keys of 16400 bits are not supported"
            ),
        ] as [([UInt8], TLSAlertDescription, String)] {
            let expected = TLSConnectionError.peerMisbehaved(
                alert,
                reason: "certificate 1 of 1 cannot be used: \(text)"
            )
            #expect(try await error([certificate]) == expected)
        }
    }
}
