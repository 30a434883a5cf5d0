// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import TestSupport
import TestVectors
import Testing

/// Keys with the algorithm id-RSASSA-PSS (RFC 4055, 3.1).
@Suite struct PSSRestrictionTests {
    /// Those that this library can sign for: not with SHA-1.
    static let files = RSAVectors.pssKeys.filter { $0.hash != "sha1" }
    let vector = RSAVectors.key("rsa2048")

    @Test(arguments: files)
    func roundTrip(file: RSAPSSKeyVector) throws {
        let privateKey = try RSAPrivateKey(pemRepresentation: file.pkcs8PEM)
        #expect(privateKey.usage == .pss(file.parameters))
        #expect(privateKey.publicKey.usage == .pss(file.parameters))
        #expect(try privateKey.pemRepresentation(.pkcs8) == file.pkcs8PEM)
        #expect(
            try privateKey.publicKey.pemRepresentation(.subjectPublicKeyInfo)
                == file.subjectPublicKeyInfoPEM
        )

        let publicKey = try RSAPublicKey(pemRepresentation: file.subjectPublicKeyInfoPEM)
        #expect(publicKey.usage == .pss(file.parameters))
        #expect(
            try publicKey.pemRepresentation(.subjectPublicKeyInfo) == file.subjectPublicKeyInfoPEM
        )
    }

    @Test(arguments: files)
    func pkcs1WouldLoseTheRestriction(file: RSAPSSKeyVector) throws {
        let key = try RSAPrivateKey(pemRepresentation: file.pkcs8PEM)
        func code(_ body: () throws -> Void) -> KeyFormatError.Code? {
            do { try body() } catch { return (error as? KeyFormatError)?.code }
            return nil
        }
        #expect(code { _ = try key.pemRepresentation(.pkcs1) } == .restrictionNotRepresentable)
        #expect(code { _ = try key.derArray(.pkcs1) } == .restrictionNotRepresentable)
        let publicKey = key.publicKey
        #expect(
            code { _ = try publicKey.pemRepresentation(.pkcs1) } == .restrictionNotRepresentable
        )
        #expect(
            code { _ = try publicKey.derRepresentation(.pkcs1) } == .restrictionNotRepresentable
        )
    }

    @Test func rsaEncryptionIsUnrestricted() throws {
        #expect(try RSAPrivateKey(pemRepresentation: vector.pkcs8PEM).usage == .unrestricted)
        #expect(try RSAPrivateKey(pemRepresentation: vector.pkcs1PEM).usage == .unrestricted)
    }

    /// What a key is for whose AlgorithmIdentifier has these parameters.
    private func usage(_ parameters: [UInt8]...) throws -> RSAKeyUsage {
        let algorithm = field(0x30, ASN1Parts.rsassaPSS, field(0x30, parameters.flatMap { $0 }))
        let info = vector.subjectPublicKeyInfo(algorithm: algorithm)
        return try RSAPublicKey(derRepresentation: info).usage
    }

    private func code(_ parameters: [UInt8]...) -> KeyFormatError.Code? {
        do {
            _ = try usage(parameters.flatMap { $0 })
            return nil
        } catch {
            return (error as? KeyFormatError)?.code
        }
    }

    private func hash(_ identifier: [UInt8], parameters: [UInt8] = ASN1Parts.null) -> [UInt8] {
        field(0xA0, field(0x30, identifier, parameters))
    }

    private func mask(_ function: [UInt8], _ identifier: [UInt8]) -> [UInt8] {
        field(0xA1, field(0x30, function, field(0x30, identifier, ASN1Parts.null)))
    }

    private func salt(_ number: [UInt8]) -> [UInt8] { field(0xA2, field(0x02, number)) }

    @Test func parametersLeftOutHaveTheirDefaults() throws {
        func parameters(
            _ hash: HashAlgorithm,
            _ mgf1Hash: HashAlgorithm,
            _ count: Int
        ) -> RSAKeyUsage {
            .pss(RSAPSSParameters(hash: hash, mgf1Hash: mgf1Hash, minimumSaltByteCount: count))
        }
        let sha256 = ASN1Parts.sha256
        #expect(try usage(hash(sha256)) == parameters(.sha256, .sha1, 20))
        let mask = mask(ASN1Parts.mgf1, sha256)
        #expect(try usage(hash(sha256), mask) == parameters(.sha256, .sha256, 20))
        #expect(try usage(hash(sha256), salt([32])) == parameters(.sha256, .sha1, 32))
        #expect(try usage(hash(sha256), salt([0])) == parameters(.sha256, .sha1, 0))
        // A hash's parameters are NULL or left out (RFC 4055, 2.1).
        #expect(try usage(hash(sha256, parameters: [])) == parameters(.sha256, .sha1, 20))
    }

    @Test func sha1IsNotForSignatures() throws {
        let refused = KeyFormatError.Code.invalidKey(.unsupportedPSSParameters)
        #expect(code() == refused)
        #expect(code(mask(ASN1Parts.mgf1, ASN1Parts.sha256)) == refused)
        let defaults = try #require(RSAVectors.pssKeys.first { $0.hash == "sha1" })
        #expect(privateKeyErrorCode(pem: defaults.pkcs8PEM) == refused)
        #expect(publicKeyErrorCode(pem: defaults.subjectPublicKeyInfoPEM) == refused)
    }

    @Test func parametersThatAreRefused() {
        let sha256 = ASN1Parts.sha256
        // Defaults that are written out.
        #expect(code(hash(ASN1Parts.sha1)) == .invalidDER)
        #expect(code(mask(ASN1Parts.mgf1, ASN1Parts.sha1)) == .invalidDER)
        #expect(code(salt([20])) == .invalidDER)
        #expect(code(field(0xA3, integer("01"))) == .invalidDER)
        // Unknown ones.
        #expect(code(hash(ASN1Parts.sha512With256Bits)) == .unsupportedParameters)
        #expect(code(mask(sha256, sha256)) == .unsupportedParameters)
        #expect(code(mask(ASN1Parts.mgf1, ASN1Parts.mgf1)) == .unsupportedParameters)
        #expect(code(field(0xA3, integer("02"))) == .unsupportedParameters)
        // Wrong ones.
        #expect(code(salt([0xFF])) == .negativeNumber)
        #expect(code(salt([0x00, 0x20])) == .invalidDER)
        #expect(code(salt([0x20]), hash(sha256)) == .invalidDER)
        #expect(code(hash(sha256), hash(sha256)) == .invalidDER)
        #expect(code(hash(sha256, parameters: integer("01"))) == .invalidDER)
        #expect(code(field(0xA0)) == .invalidDER)
        #expect(code(field(0xA2, integer("10"), integer("10"))) == .invalidDER)
        #expect(code(field(0x82, [0x20])) == .invalidDER)
        #expect(code(integer("01")) == .invalidDER)
    }
}

extension RSAPSSKeyVector {
    var parameters: RSAPSSParameters? {
        guard let hash, let mgf1Hash, let minimumSaltByteCount else { return nil }
        return RSAPSSParameters(
            hash: HashAlgorithm(vectorName: hash),
            mgf1Hash: HashAlgorithm(vectorName: mgf1Hash),
            minimumSaltByteCount: minimumSaltByteCount
        )
    }
}

extension HashAlgorithm {
    /// The hash function that the vector files call so.
    init(vectorName: String) {
        self = Self.allCases.first { String(describing: $0) == vectorName }!
    }
}
