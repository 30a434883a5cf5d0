// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import TestVectors
import Testing

@Suite("RSA encryption")
struct RSAEncryptionTests {
    /// Ciphertexts that pyca/cryptography made, and wrong ones with the pseudo-random messages that
    /// an independent implementation of implicit rejection gives for them.
    @Test(arguments: RSATestKey.large.map(\.name), RSATestKey.kernels)
    func knownAnswers(name: String, kernel: RSAKernel) throws {
        let key = try RSATestKey.named(name).privateKey(kernel: kernel)
        let vectors = RSAVectors.ciphertexts.filter { $0.key == name }
        #expect(!vectors.isEmpty)
        for vector in vectors {
            let ciphertext = [UInt8](hexadecimal: vector.ciphertext)
            let message = [UInt8](hexadecimal: vector.message)
            let scheme = RSAEncryptionScheme(vector)
            #expect(try key.decrypt(ciphertext, scheme: scheme) == message)
            if vector.scheme == "oaep" {
                let label = [UInt8](hexadecimal: vector.label!) + [1]
                let other = RSAEncryptionScheme(vector, label: label)
                #expect(throws: RSAError.decryptionFailed) {
                    try key.decrypt(ciphertext, scheme: other)
                }
            }
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func oaepRoundTrips(hash: HashAlgorithm) throws {
        let key = try RSATestKey.named("rsa2056").privateKey()
        var generator = SeededGenerator(seed: 3)
        let maximum = key.modulusByteCount - 2 * hash.digestByteCount - 2
        for byteCount in [0, 1, 48, maximum - 1, maximum] {
            let message = generator.bytes(byteCount)
            let label = generator.bytes(byteCount % 7)
            let ciphertext = try bytes(key.modulusByteCount) {
                try key.publicKey.encrypt(
                    message.span,
                    scheme: .oaep(hash, mgf1Hash: .sha256, label: label),
                    into: &$0
                )
            }
            #expect(
                try key.decrypt(ciphertext, scheme: .oaep(hash, mgf1Hash: .sha256, label: label))
                    == message
            )
        }
        let tooLong = generator.bytes(maximum + 1)
        #expect(throws: RSAError.messageTooLong) {
            try bytes(key.modulusByteCount) {
                try key.publicKey.encrypt(tooLong.span, scheme: .oaep(hash), into: &$0)
            }
        }
    }

    @Test func oaepHasOneErrorForEveryWrongByte() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let message: [UInt8] = [1, 2, 3]
        let ciphertext = try bytes(256) {
            try key.publicKey.encrypt(message.span, scheme: .oaep(.sha256), into: &$0)
        }
        let encodedMessage = try key.rawOperation(ciphertext)
        for index in 0..<256 {
            var changed = encodedMessage
            changed[index] ^= 1
            let wrong = try key.publicKey.rawOperation(changed)
            #expect(throws: RSAError.decryptionFailed) {
                try key.decrypt(wrong, scheme: .oaep(.sha256))
            }
        }
    }

    @Test func pkcs1RoundTrips() throws {
        let key = try RSATestKey.named("rsa3072").privateKey()
        var generator = SeededGenerator(seed: 4)
        for byteCount in [0, 1, 48, 372, 373] {
            let message = generator.bytes(byteCount)
            let ciphertext = try bytes(384) {
                try key.publicKey.encrypt(message.span, scheme: .pkcs1, into: &$0)
            }
            #expect(try key.decrypt(ciphertext, scheme: .pkcs1) == message)
            let encodedMessage = try key.rawOperation(ciphertext)
            #expect(encodedMessage[..<2] == [0, 2])
            #expect(!encodedMessage[2..<(383 - byteCount)].contains(0))
            #expect(encodedMessage[383 - byteCount] == 0)
        }
        let tooLong = generator.bytes(374)
        #expect(throws: RSAError.messageTooLong) {
            try bytes(384) { try key.publicKey.encrypt(tooLong.span, scheme: .pkcs1, into: &$0) }
        }
    }

    @Test func implicitRejectionDependsOnKeyAndCiphertextAlone() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let other = try RSATestKey.named("rsa2048-second").privateKey()
        let wrong = [0] + [UInt8](repeating: 9, count: 255)
        let message = try key.decrypt(wrong, scheme: .pkcs1)
        #expect(try key.decrypt(wrong, scheme: .pkcs1) == message)
        #expect(
            try RSATestKey.named("rsa2048").privateKey().decrypt(wrong, scheme: .pkcs1) == message
        )
        #expect(try other.decrypt(wrong, scheme: .pkcs1) != message)
        let next = [0] + [UInt8](repeating: 9, count: 254) + [8]
        #expect(try key.decrypt(next, scheme: .pkcs1) != message)
    }

    @Test func wrongLengthsAndRangesAreErrors() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let tooLarge = key.publicKey.modulusBytes
        #expect(throws: RSAError.inputOutOfRange) { try key.decrypt(tooLarge, scheme: .pkcs1) }
        #expect(throws: RSAError.inputOutOfRange) {
            try key.decrypt(tooLarge, scheme: .oaep(.sha256))
        }
        for byteCount in [0, 255, 257] {
            let wrong = [UInt8](repeating: 0, count: byteCount)
            #expect(throws: RSAError.wrongInputLength) { try key.decrypt(wrong, scheme: .pkcs1) }
            #expect(throws: RSAError.wrongInputLength) {
                try key.decrypt(wrong, scheme: .oaep(.sha256))
            }
        }
        let message: [UInt8] = [1]
        for byteCount in [0, 255] {
            #expect(throws: RSAError.wrongOutputLength) {
                try bytes(byteCount) {
                    try key.publicKey.encrypt(message.span, scheme: .pkcs1, into: &$0)
                }
            }
        }
        let ciphertext = [UInt8](repeating: 1, count: 256)
        #expect(throws: RSAError.wrongOutputLength) {
            try bytes(244) { _ = try key.decrypt(ciphertext.span, scheme: .pkcs1, into: &$0) }
        }
        #expect(throws: RSAError.wrongOutputLength) {
            try bytes(189) {
                _ = try key.decrypt(ciphertext.span, scheme: .oaep(.sha256), into: &$0)
            }
        }
    }

    @Test func smallKeysDoNotEncrypt() throws {
        let key = try RSATestKey.named("rsa1024").publicKey()
        let message: [UInt8] = [1]
        #expect(throws: RSAError.keyTooSmall) {
            try bytes(128) { try key.encrypt(message.span, scheme: .pkcs1, into: &$0) }
        }
        #expect(throws: RSAError.keyTooSmall) {
            try bytes(128) { try key.encrypt(message.span, scheme: .oaep(.sha256), into: &$0) }
        }
    }
}

@Suite("RSA premaster secrets")
struct RSAPremasterTests {
    func decrypt(_ key: RSAPrivateKey, _ ciphertext: [UInt8], _ version: UInt16) throws -> [UInt8] {
        try bytes(48) {
            try key.decryptPremasterSecret(ciphertext.span, clientVersion: version, into: &$0)
        }
    }

    func encrypt(_ key: RSAPrivateKey, _ message: [UInt8]) throws -> [UInt8] {
        try bytes(key.modulusByteCount) {
            try key.publicKey.encrypt(message.span, scheme: .pkcs1, into: &$0)
        }
    }

    @Test(arguments: RSATestKey.large, RSATestKey.kernels)
    func rightOnesAreDecrypted(key: RSATestKey, kernel: RSAKernel) throws {
        let privateKey = try key.privateKey(kernel: kernel)
        var generator = SeededGenerator(seed: 5)
        let secret = [3, 3] + generator.bytes(46)
        #expect(try decrypt(privateKey, encrypt(privateKey, secret), 0x0303) == secret)
    }

    /// The version is always the ClientHello's (RFC 5246 section 7.4.7.1).
    @Test func theVersionIsTheClients() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        var generator = SeededGenerator(seed: 6)
        let secret = [3, 1] + generator.bytes(46)
        let result = try decrypt(key, encrypt(key, secret), 0x0303)
        #expect(result == [3, 3] + secret[2...])
    }

    @Test func wrongOnesAreRandom() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        var generator = SeededGenerator(seed: 7)
        let secret = [3, 3] + generator.bytes(46)
        let right = try encrypt(key, secret)
        let encodedMessage = try key.rawOperation(right)
        var wrong: [[UInt8]] = [
            [], [1], [UInt8](right.dropLast()), right + [0], [0] + right,
            key.publicKey.modulusBytes, [UInt8](repeating: 0xff, count: 256),
            [UInt8](repeating: 0, count: 256),
            try encrypt(key, [UInt8](secret.dropLast())), try encrypt(key, secret + [1]),
            try encrypt(key, []),
        ]
        // Every byte of the padding: the two in front, the padding string, the separator.
        for index in 1..<208 {
            var changed = encodedMessage
            changed[index] = index < 2 || index == 207 ? 1 : 0
            wrong.append(try key.publicKey.rawOperation(changed))
        }
        for ciphertext in wrong {
            let first = try decrypt(key, ciphertext, 0x0303)
            let second = try decrypt(key, ciphertext, 0x0303)
            #expect(first[..<2] == [3, 3])
            #expect(second[..<2] == [3, 3])
            #expect(first[2...] != second[2...])
            #expect(first[2...] != secret[2...])
        }
        #expect(try decrypt(key, right, 0x0303) == secret)
    }

    @Test func theResultHas48Bytes() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let ciphertext = [UInt8](repeating: 0, count: 256)
        for byteCount in [0, 47] {
            #expect(throws: RSAError.wrongOutputLength) {
                try bytes(byteCount) {
                    try key.decryptPremasterSecret(
                        ciphertext.span,
                        clientVersion: 0x303,
                        into: &$0
                    )
                }
            }
        }
    }
}
