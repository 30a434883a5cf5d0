// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport
internal import TestVectors

/// Signatures and ciphertexts of scripts/make-vectors, which pyca/cryptography accepted or made.
enum RSAVectorCases {
    static func allHold(
        _ key: RSATestKey,
        _ kernel: RSAKernel,
        _ checks: inout Checks
    ) throws {
        let publicKey = try key.publicKey(kernel: kernel)
        let isLarge = RSATestKey.large.contains { $0.name == key.name }
        let privateKey = isLarge ? try key.privateKey(kernel: kernel) : nil
        try pkcs1Signatures(key.name, publicKey, privateKey, &checks)
        try pssSignatures(key.name, publicKey, privateKey, &checks)
        if let privateKey {
            try pkcs1Ciphertexts(key.name, privateKey, &checks)
            try implicitRejection(key.name, privateKey, &checks)
            try oaepCiphertexts(key.name, privateKey, &checks)
        }
    }

    private static func pkcs1Signatures(
        _ name: String,
        _ publicKey: RSAPublicKey,
        _ privateKey: RSAPrivateKey?,
        _ checks: inout Checks
    ) throws {
        let vectors = RSAVectors.signatures.filter { $0.key == name && $0.scheme == "pkcs1" }
        checks.check(vectors.count == 4)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            let signature = [UInt8](hexadecimal: vector.signature)
            let scheme = RSASignatureScheme(vector)
            try publicKey.verify(signature, message: message, scheme: scheme)
            expectDamageIsNoticed(signature, &checks) { changed throws(RSAError) in
                try publicKey.verify(changed, message: message, scheme: scheme)
            }
            if let privateKey {
                try checks.check(privateKey.sign(message: message, scheme: scheme) == signature)
            }
        }
    }

    private static func pssSignatures(
        _ name: String,
        _ publicKey: RSAPublicKey,
        _ privateKey: RSAPrivateKey?,
        _ checks: inout Checks
    ) throws {
        let vectors = RSAVectors.signatures.filter { $0.key == name && $0.scheme == "pss" }
        checks.check(!vectors.isEmpty)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            let signature = [UInt8](hexadecimal: vector.signature)
            let scheme = RSASignatureScheme(vector)
            try publicKey.verify(signature, message: message, scheme: scheme)
            expectDamageIsNoticed(signature, &checks) { changed throws(RSAError) in
                try publicKey.verify(changed, message: message, scheme: scheme)
            }
            let otherSalt = RSASignatureScheme(vector, saltByteCount: vector.saltByteCount! + 1)
            checks.checkThrows(RSAError.invalidSignature) { () throws(RSAError) in
                try publicKey.verify(signature, message: message, scheme: otherSalt)
            }
            if let privateKey {
                let salt = [UInt8](hexadecimal: vector.salt!)
                try checks.check(
                    privateKey.sign(message: message, scheme: scheme, salt: salt) == signature
                )
                let own = try privateKey.sign(message: message, scheme: scheme)
                try publicKey.verify(own, message: message, scheme: scheme)
            }
        }
    }

    private static func pkcs1Ciphertexts(
        _ name: String,
        _ key: RSAPrivateKey,
        _ checks: inout Checks
    ) throws {
        let vectors = RSAVectors.ciphertexts.filter { $0.key == name && $0.scheme == "pkcs1" }
        checks.check(vectors.count == 4)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            try checks.check(
                key.decrypt([UInt8](hexadecimal: vector.ciphertext), scheme: .pkcs1) == message
            )
            let own = try key.publicKey.encrypt(message, scheme: .pkcs1)
            try checks.check(key.decrypt(own, scheme: .pkcs1) == message)
        }
    }

    /// The pseudo-random messages of OpenSSL 3.2 and later.
    private static func implicitRejection(
        _ name: String,
        _ key: RSAPrivateKey,
        _ checks: inout Checks
    ) throws {
        for vector in RSAVectors.ciphertexts
        where vector.key == name && vector.scheme == "pkcs1-implicit-rejection" {
            let message = try key.decrypt([UInt8](hexadecimal: vector.ciphertext), scheme: .pkcs1)
            checks.check(message.hexadecimal == vector.message, "\(vector)")
        }
    }

    private static func oaepCiphertexts(
        _ name: String,
        _ key: RSAPrivateKey,
        _ checks: inout Checks
    ) throws {
        let vectors = RSAVectors.ciphertexts.filter { $0.key == name && $0.scheme == "oaep" }
        checks.check(vectors.count >= 5)
        for vector in vectors {
            let message = [UInt8](hexadecimal: vector.message)
            let scheme = RSAEncryptionScheme(vector)
            let ciphertext = [UInt8](hexadecimal: vector.ciphertext)
            try checks.check(key.decrypt(ciphertext, scheme: scheme) == message)
            let label = [UInt8](hexadecimal: vector.label!) + [0]
            let otherLabel = RSAEncryptionScheme(vector, label: label)
            checks.checkThrows(RSAError.decryptionFailed) { () throws(RSAError) in
                _ = try key.decrypt(ciphertext, scheme: otherLabel)
            }
            let own = try key.publicKey.encrypt(message, scheme: scheme)
            try checks.check(key.decrypt(own, scheme: scheme) == message)
        }
    }

    private static func expectDamageIsNoticed(
        _ signature: [UInt8],
        _ checks: inout Checks,
        _ verify: ([UInt8]) throws(RSAError) -> Void
    ) {
        for index in [0, signature.count / 2, signature.count - 1] {
            var changed = signature
            changed[index] ^= 1
            checks.checkThrows(RSAError.invalidSignature) { () throws(RSAError) in
                try verify(changed)
            }
        }
    }
}
