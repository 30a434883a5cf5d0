import HandshakeKeyFormats
import HandshakeRSA
import HandshakeSymmetric
import TestSupport
import TestVectors
import Testing

/// Signatures and ciphertexts of scripts/make-vectors, which pyca/cryptography accepted or made.
@Suite struct VectorTests {
    static let kernels = RSAKernel.allCases.filter(\.isSupported)

    /// One key object a file and kernel, used by all cases and by several threads.
    static let privateKeys = try! keys(RSAVectors.privateKeys) { file, kernel in
        try RSAPrivateKey(pemRepresentation: file.pkcs8PEM, kernel: kernel)
    }
    static let publicKeys = try! keys(RSAVectors.keys) { file, kernel in
        try RSAPublicKey(pemRepresentation: file.subjectPublicKeyInfoPEM, kernel: kernel)
    }

    private static func keys<Key>(
        _ files: [RSAKeyVector],
        _ make: (RSAKeyVector, RSAKernel) throws -> Key
    ) rethrows -> [RSAKernel: [String: Key]] {
        var keys: [RSAKernel: [String: Key]] = [:]
        for kernel in kernels {
            for file in files { keys[kernel, default: [:]][file.name] = try make(file, kernel) }
        }
        return keys
    }

    @Test(arguments: RSAVectors.keys, kernels)
    func pkcs1Signatures(file: RSAKeyVector, kernel: RSAKernel) throws {
        let vectors = RSAVectors.signatures.filter { $0.key == file.name && $0.scheme == "pkcs1" }
        let publicKey = try #require(Self.publicKeys[kernel]?[file.name])
        try #require(vectors.count == 4)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            let signature = [UInt8](hexadecimal: vector.signature)
            let hash = HashAlgorithm(vectorName: vector.hash)
            try publicKey.verifyPKCS1(signature, message, hash: hash)
            expectDamageIsNoticed(signature) { changed throws(RSAError) in
                try publicKey.verifyPKCS1(changed, message, hash: hash)
            }
            if let privateKey = Self.privateKeys[kernel]?[file.name] {
                #expect(try privateKey.signPKCS1(message, hash: hash) == signature)
            }
        }
    }

    @Test(arguments: RSAVectors.keys, kernels)
    func pssSignatures(file: RSAKeyVector, kernel: RSAKernel) throws {
        let vectors = RSAVectors.signatures.filter { $0.key == file.name && $0.scheme == "pss" }
        let publicKey = try #require(Self.publicKeys[kernel]?[file.name])
        try #require(!vectors.isEmpty)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            let signature = [UInt8](hexadecimal: vector.signature)
            let scheme = PSSScheme(vector)
            try publicKey.verifyPSS(signature, message, scheme)
            expectDamageIsNoticed(signature) { changed throws(RSAError) in
                try publicKey.verifyPSS(changed, message, scheme)
            }
            var otherSalt = scheme
            otherSalt.saltByteCount += 1
            #expect(throws: RSAError.invalidSignature) {
                try publicKey.verifyPSS(signature, message, otherSalt)
            }
            if let privateKey = Self.privateKeys[kernel]?[file.name] {
                let salt = [UInt8](hexadecimal: try #require(vector.salt))
                #expect(try privateKey.signPSS(message, scheme, salt: salt) == signature)
                let own = try privateKey.signPSS(message, scheme)
                try publicKey.verifyPSS(own, message, scheme)
            }
        }
    }

    @Test(arguments: RSAVectors.privateKeys, kernels)
    func pkcs1Ciphertexts(file: RSAKeyVector, kernel: RSAKernel) throws {
        let key = try #require(Self.privateKeys[kernel]?[file.name])
        let vectors = RSAVectors.ciphertexts.filter { $0.key == file.name && $0.scheme == "pkcs1" }
        try #require(vectors.count == 4)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            #expect(try key.decryptPKCS1([UInt8](hexadecimal: vector.ciphertext)) == message)
            let own = try key.publicKey.encryptPKCS1(message)
            #expect(try key.decryptPKCS1(own) == message)
        }
    }

    /// The pseudo-random messages of OpenSSL 3.2 and later.
    @Test(
        arguments: RSAVectors.ciphertexts.filter { $0.scheme == "pkcs1-implicit-rejection" },
        kernels
    )
    func implicitRejection(vector: RSACiphertextVector, kernel: RSAKernel) throws {
        let key = try #require(Self.privateKeys[kernel]?[vector.key])
        let message = try key.decryptPKCS1([UInt8](hexadecimal: vector.ciphertext))
        #expect(message.hexadecimal == vector.message)
    }

    @Test(arguments: RSAVectors.privateKeys, kernels)
    func oaepCiphertexts(file: RSAKeyVector, kernel: RSAKernel) throws {
        let key = try #require(Self.privateKeys[kernel]?[file.name])
        let vectors = RSAVectors.ciphertexts.filter { $0.key == file.name && $0.scheme == "oaep" }
        try #require(vectors.count >= 5)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            let scheme = OAEPScheme(vector)
            let ciphertext = [UInt8](hexadecimal: vector.ciphertext)
            #expect(try key.decryptOAEP(ciphertext, scheme) == message)
            var otherLabel = scheme
            otherLabel.label.append(0)
            #expect(throws: RSAError.decryptionFailed) {
                try key.decryptOAEP(ciphertext, otherLabel)
            }
            let own = try key.publicKey.encryptOAEP(message, scheme)
            #expect(try key.decryptOAEP(own, scheme) == message)
        }
    }

    private func expectDamageIsNoticed(
        _ signature: [UInt8],
        _ verify: ([UInt8]) throws(RSAError) -> Void
    ) {
        for index in [0, signature.count / 2, signature.count - 1] {
            var changed = signature
            changed[index] ^= 1
            do throws(RSAError) {
                try verify(changed)
                Issue.record("a change of byte \(index) went unnoticed")
            } catch {
                #expect(error == .invalidSignature)
            }
        }
    }
}
