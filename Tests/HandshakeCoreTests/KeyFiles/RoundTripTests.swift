// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import TestVectors
import Testing

@Suite struct RoundTripTests {
    @Test(arguments: RSAVectors.privateKeys, RSAPrivateKeyFormat.allCases)
    func privateKeyFile(vector: RSAKeyVector, format: RSAPrivateKeyFormat) throws {
        let pem = format == .pkcs1 ? vector.pkcs1PEM : vector.pkcs8PEM
        let key = try RSAPrivateKey(pemRepresentation: pem)
        expectNumbers(of: key.components(), equal: vector)
        for other in RSAPrivateKeyFormat.allCases {
            let expected = other == .pkcs1 ? vector.pkcs1PEM : vector.pkcs8PEM
            #expect(try key.pemRepresentation(other) == expected)
            #expect(try key.derArray(other) == der(expected))
        }
    }

    @Test(arguments: RSAVectors.keys, RSAPublicKeyFormat.allCases)
    func publicKeyFile(vector: RSAKeyVector, format: RSAPublicKeyFormat) throws {
        let pem = format == .pkcs1 ? vector.publicPKCS1PEM : vector.subjectPublicKeyInfoPEM
        let key = try RSAPublicKey(pemRepresentation: pem)
        #expect(key.modulusBytes.hexadecimal == vector.n)
        #expect(key.publicExponentBytes.hexadecimal == vector.e)
        for other in RSAPublicKeyFormat.allCases {
            let expected =
                other == .pkcs1 ? vector.publicPKCS1PEM : vector.subjectPublicKeyInfoPEM
            #expect(try key.pemRepresentation(other) == expected)
            #expect(try key.derRepresentation(other) == der(expected))
        }
    }

    @Test(arguments: KeyFormatCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }

    private func expectNumbers(
        of components: borrowing RSAPrivateKeyComponents,
        equal vector: RSAKeyVector
    ) {
        #expect(minimal(components.n) == vector.n)
        #expect(minimal(components.e) == vector.e)
        let secrets = [
            minimal(array(components.d)), minimal(array(components.p)),
            minimal(array(components.q)), minimal(array(components.dP)),
            minimal(array(components.dQ)), minimal(array(components.qInv)),
        ]
        #expect(secrets == [vector.d, vector.p, vector.q, vector.dP, vector.dQ, vector.qInv])
    }

    private func array(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    private func minimal(_ bytes: [UInt8]) -> String { Array(bytes.drop { $0 == 0 }).hexadecimal }
}
