// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCertificates
import HandshakeCore
import SwiftASN1
import TestSupport
import TestVectors
import Testing
import X509

extension RSASigner {
    /// The call that does not wait for others: in an asynchronous function its name means the other.
    fileprivate func signatureAlone(
        for message: some DataProtocol,
        scheme: RSASignatureScheme
    ) throws -> [UInt8] {
        try signature(for: message, scheme: scheme)
    }
}

@Suite("RSA signer") struct RSASignerTests {
    let key: RSAPrivateKey
    let signer: RSASigner

    init() throws {
        key = try RSAPrivateKey(pemRepresentation: RSAVectors.key("rsa2048").pkcs8PEM)
        signer = try RSASigner(key)
    }

    static let schemes: [RSASignatureScheme] = [
        .pkcs1(.sha256), .pkcs1(.sha384), .pkcs1(.sha512), .pss(.sha256), .pss(.sha384),
        .pss(.sha512),
    ]

    /// As tokens are signed: over bytes in several places, alone and with others.
    @Test(arguments: schemes) func signsAndVerifies(_ scheme: RSASignatureScheme) async throws {
        let message = Data("header.".utf8)[...] + Data("payload".utf8)
        let alone = try signer.signatureAlone(for: message, scheme: scheme)
        #expect(signer.isValidSignature(alone, for: message, scheme: scheme))
        let together = try await signer.signature(for: Array(message), scheme: scheme)
        #expect(signer.isValidSignature(together, for: message, scheme: scheme))
        #expect(!signer.isValidSignature(alone, for: Data("other".utf8), scheme: scheme))
        #expect(!signer.isValidSignature(alone.dropLast(), for: message, scheme: scheme))
    }

    @Test func opensslVerifiesWhatItSigns() throws {
        let message = Data("a message".utf8)
        let signature = try signer.signatureAlone(for: message, scheme: .pkcs1(.sha256))
        let publicKey = try key.publicKey.pemRepresentation()
        let output = try OpenSSLProgram.run(
            ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "message"],
            files: [
                "key.pem": Array(publicKey.utf8), "signature": signature, "message": Array(message),
            ]
        )
        #expect(String(decoding: output, as: UTF8.self).contains("Verified OK"))
    }

    @Test(arguments: [
        Certificate.SignatureAlgorithm.sha256WithRSAEncryption, .sha384WithRSAEncryption,
        .sha512WithRSAEncryption,
    ])
    func signsCertificateRequests(_ algorithm: Certificate.SignatureAlgorithm) async throws {
        let key = Certificate.PrivateKey(signer)
        let request = try CertificateSigningRequest(
            version: .v1,
            subject: DistinguishedName { CommonName("a request") },
            privateKey: key,
            attributes: .init(),
            signatureAlgorithm: algorithm
        )
        #expect(signer.publicKey.isValidSignature(request.signature, for: request))
        let bytes = Array("a message".utf8)
        let signature = try await key.signAsynchronously(
            bytes: bytes,
            signatureAlgorithm: algorithm
        )
        #expect(try signature == key.sign(bytes: bytes, signatureAlgorithm: algorithm))
    }

    @Test func refusesOtherAlgorithms() {
        #expect(throws: RSASignerError.self) {
            _ = try Certificate.PrivateKey(signer)
                .sign(bytes: [1], signatureAlgorithm: .ecdsaWithSHA256)
        }
    }

    @Test func isExportedOnlyWhereThatIsAllowed() throws {
        #expect(throws: RSASignerError.notExportable) { _ = try signer.serializeAsPEM() }
        let open = try RSASigner(key, isExportable: true)
        let copy = try RSAPrivateKey(pemRepresentation: open.serializeAsPEM().pemString)
        #expect(copy.publicKey.modulusBytes == key.publicKey.modulusBytes)
        #expect(open == signer)
        #expect(open.hashValue == signer.hashValue)
    }
}
