import HandshakeKeyFormats
import HandshakeRSA
import HandshakeSecrets
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

    @Test(arguments: RSAVectors.privateKeys)
    func formatsAreToldApart(vector: RSAKeyVector) throws {
        let files = [
            (RSAPrivateKeyFormat.pkcs1, try der(vector.pkcs1PEM)),
            (.pkcs8, try der(vector.pkcs8PEM)),
        ]
        for (format, bytes) in files {
            let fromArray = try RSAPrivateKey(derRepresentation: bytes)
            #expect(try fromArray.derArray(format) == bytes)
            let fromSpan = try RSAPrivateKey(derRepresentation: bytes.span)
            #expect(try fromSpan.derArray(format) == bytes)
            let insisted = try RSAPrivateKey(derRepresentation: bytes, format: format)
            #expect(try insisted.derArray(format) == bytes)
            let otherFormat: RSAPrivateKeyFormat = format == .pkcs1 ? .pkcs8 : .pkcs1
            #expect(throws: KeyFormatError.self) {
                try RSAPrivateKey(derRepresentation: bytes, format: otherFormat)
            }
        }
    }

    @Test(arguments: RSAVectors.keys)
    func publicFormatsAreToldApart(vector: RSAKeyVector) throws {
        let files = [
            (RSAPublicKeyFormat.pkcs1, try der(vector.publicPKCS1PEM)),
            (.subjectPublicKeyInfo, try der(vector.subjectPublicKeyInfoPEM)),
        ]
        for (format, bytes) in files {
            let fromArray = try RSAPublicKey(derRepresentation: bytes)
            #expect(try fromArray.derRepresentation(format) == bytes)
            let fromSpan = try RSAPublicKey(derRepresentation: bytes.span)
            #expect(try fromSpan.derRepresentation(format) == bytes)
            let otherFormat: RSAPublicKeyFormat =
                format == .pkcs1 ? .subjectPublicKeyInfo : .pkcs1
            #expect(throws: KeyFormatError.self) {
                try RSAPublicKey(derRepresentation: bytes, format: otherFormat)
            }
        }
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
