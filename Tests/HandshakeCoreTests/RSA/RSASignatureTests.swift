// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import TestVectors
import Testing

@Suite("RSA signatures")
struct RSASignatureTests {
    /// Signatures that pyca/cryptography made: ours are the same, and all are valid.
    @Test(arguments: RSATestKey.all.map(\.name), RSATestKey.kernels)
    func knownAnswers(name: String, kernel: RSAKernel) throws {
        let key = RSATestKey.named(name)
        let publicKey = try key.publicKey(kernel: kernel)
        let privateKey = publicKey.modulusBitCount < 2048 ? nil : try key.privateKey(kernel: kernel)
        let vectors = RSAVectors.signatures.filter { $0.key == name }
        #expect(!vectors.isEmpty)
        for vector in vectors {
            let hash = HashAlgorithm(vectorName: vector.hash)
            let message = [UInt8](hexadecimal: vector.message)
            let signature = [UInt8](hexadecimal: vector.signature)
            if vector.scheme == "pkcs1" {
                try publicKey.verify(signature.span, message: message.span, scheme: .pkcs1(hash))
                if let privateKey {
                    let ours = try bytes(signature.count) {
                        try privateKey.sign(message: message.span, scheme: .pkcs1(hash), into: &$0)
                    }
                    #expect(ours == signature)
                }
            } else {
                let mgf1Hash = HashAlgorithm(vectorName: vector.mgf1Hash!)
                let saltLength = RSAPSSSaltLength.bytes(vector.saltByteCount!)
                try publicKey.verify(
                    signature.span,
                    message: message.span,
                    scheme: .pss(hash, mgf1Hash: mgf1Hash, saltLength: saltLength)
                )
                let otherLength = RSAPSSSaltLength.bytes(vector.saltByteCount! + 1)
                #expect(throws: RSAError.invalidSignature) {
                    try publicKey.verify(
                        signature.span,
                        message: message.span,
                        scheme: .pss(hash, mgf1Hash: mgf1Hash, saltLength: otherLength)
                    )
                }
                if let privateKey, let salt = vector.salt.map([UInt8].init(hexadecimal:)) {
                    let ours = try bytes(signature.count) {
                        try privateKey.sign(
                            digest: hash.hash(message).span,
                            scheme: .pss(hash, mgf1Hash: mgf1Hash, saltLength: saltLength),
                            into: &$0
                        ) { bytes, range in
                            for (offset, index) in range.enumerated() {
                                bytes[index] = salt[offset]
                            }
                        }
                    }
                    #expect(ours == signature)
                }
            }
        }
    }

    @Test(arguments: [HashAlgorithm.sha224, .sha256, .sha384, .sha512])
    func pssOfEverySaltLength(hash: HashAlgorithm) throws {
        let key = try RSATestKey.named("rsa2049").privateKey()
        let digest = hash.hash([1, 2, 3])
        // emBits is 2048: 256 bytes of encoded message in 257 bytes of modulus.
        let maximum = 256 - hash.digestByteCount - 2
        for saltByteCount in [0, 1, hash.digestByteCount, maximum - 1, maximum] {
            let signature = try bytes(key.modulusByteCount) {
                try key.sign(
                    digest: digest.span,
                    scheme: .pss(hash, saltLength: .bytes(saltByteCount)),
                    into: &$0
                )
            }
            try key.publicKey.verify(
                signature.span,
                digest: digest.span,
                scheme: .pss(hash, saltLength: .bytes(saltByteCount))
            )
            try key.publicKey.verify(
                signature.span,
                digest: digest.span,
                scheme: .pss(hash, saltLength: .any)
            )
        }
        for saltByteCount in [maximum + 1, Int.max] {
            #expect(throws: RSAError.messageTooLong) {
                try bytes(key.modulusByteCount) {
                    try key.sign(
                        digest: digest.span,
                        scheme: .pss(hash, saltLength: .bytes(saltByteCount)),
                        into: &$0
                    )
                }
            }
        }
    }

    @Test func everyTamperedByteIsFound() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let digest = HashAlgorithm.sha256.hash([7])
        let pkcs1 = try bytes(256) {
            try key.sign(digest: digest.span, scheme: .pkcs1(.sha256), into: &$0)
        }
        let pss = try bytes(256) {
            try key.sign(digest: digest.span, scheme: .pss(.sha256), into: &$0)
        }
        for index in 0..<256 {
            var changed = pkcs1
            changed[index] ^= 1 << UInt8(index % 8)
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verify(changed.span, digest: digest.span, scheme: .pkcs1(.sha256))
            }
            changed = pss
            changed[index] ^= 1 << UInt8(index % 8)
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verify(changed.span, digest: digest.span, scheme: .pss(.sha256))
            }
        }
        for index in 0..<digest.count {
            var other = digest
            other[index] ^= 0x80
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verify(pkcs1.span, digest: other.span, scheme: .pkcs1(.sha256))
            }
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verify(pss.span, digest: other.span, scheme: .pss(.sha256))
            }
        }
    }

    /// Encoded messages that are wrong in one place each, signed without a check.
    @Test func wrongEncodedMessagesAreInvalid() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let digest = HashAlgorithm.sha256.hash([7])
        for scheme in ["pkcs1", "pss"] {
            let signature = try bytes(256) {
                if scheme == "pkcs1" {
                    try key.sign(digest: digest.span, scheme: .pkcs1(.sha256), into: &$0)
                } else {
                    try key.sign(digest: digest.span, scheme: .pss(.sha256), into: &$0)
                }
            }
            let encodedMessage = try key.publicKey.rawOperation(signature)
            for index in 1..<256 {
                var changed = encodedMessage
                changed[index] ^= 1
                let forged = try key.rawOperation(changed)
                #expect(throws: RSAError.invalidSignature) {
                    if scheme == "pkcs1" {
                        try key.publicKey.verify(
                            forged.span,
                            digest: digest.span,
                            scheme: .pkcs1(.sha256)
                        )
                    } else {
                        try key.publicKey.verify(
                            forged.span,
                            digest: digest.span,
                            scheme: .pss(.sha256, saltLength: .any)
                        )
                    }
                }
            }
        }
    }

    @Test func wrongLengthsAndRangesAreErrors() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let digest = [UInt8](repeating: 1, count: 32)
        for scheme in [RSASignatureScheme.pkcs1(.sha256), .pss(.sha256)] {
            for byteCount in [0, 255, 257] {
                let signature = [UInt8](repeating: 1, count: byteCount)
                #expect(throws: RSAError.invalidSignature) {
                    try key.publicKey.verify(signature, digest: digest, scheme: scheme)
                }
            }
            for byteCount in [0, 255] {
                #expect(throws: RSAError.wrongOutputLength) {
                    try bytes(byteCount) {
                        try key.sign(digest: digest.span, scheme: scheme, into: &$0)
                    }
                }
            }
            // A signature goes to the start of a longer output, whose rest stays as it is.
            let output = try bytes(259) {
                $0[256] = 7
                try key.sign(digest: digest.span, scheme: scheme, into: &$0)
            }
            try key.publicKey.verify(Array(output[..<256]), digest: digest, scheme: scheme)
            #expect(output[256...] == [7, 0, 0])
        }
        let tooLarge = [UInt8](repeating: 0xff, count: 256)
        #expect(throws: RSAError.invalidSignature) {
            try key.publicKey.verify(tooLarge.span, digest: digest.span, scheme: .pkcs1(.sha256))
        }
        #expect(throws: RSAError.wrongInputLength) {
            try bytes(256) { try key.sign(digest: digest.span, scheme: .pkcs1(.sha384), into: &$0) }
        }
        #expect(throws: RSAError.unsupportedHash) {
            try bytes(256) {
                try key.sign(message: digest.span, scheme: .pkcs1(.sha1), into: &$0)
            }
        }
        #expect(throws: RSAError.unsupportedHash) {
            try bytes(256) { try key.sign(message: digest.span, scheme: .pss(.sha1), into: &$0) }
        }
    }

    @Test func restrictedKeysSignPSSOnly() throws {
        let parameters = RSAPSSParameters(
            hash: .sha256,
            mgf1Hash: .sha384,
            minimumSaltByteCount: 20
        )
        let vector = RSATestKey.named("rsa2048")
        let message: [UInt8] = [1]
        for usage in [RSAKeyUsage.pss(nil), .pss(parameters)] {
            let key = try vector.privateKey(usage: usage)
            #expect(key.usage == usage)
            let input = [UInt8](repeating: 0, count: 256)
            #expect(throws: RSAError.notAllowedForKey) { try key.rawOperation(input) }
            #expect(throws: RSAError.notAllowedForKey) { try key.publicKey.rawOperation(input) }
            #expect(throws: RSAError.notAllowedForKey) { try key.decrypt(input, scheme: .pkcs1) }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    _ = try key.decrypt(input.span, scheme: .oaep(.sha256), into: &$0)
                }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(48) {
                    try key.decryptPremasterSecret(input.span, clientVersion: 0x303, into: &$0)
                }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.sign(message: message.span, scheme: .pkcs1(.sha256), into: &$0)
                }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try key.publicKey.verify(input.span, message: message.span, scheme: .pkcs1(.sha256))
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.publicKey.encrypt(message.span, scheme: .pkcs1, into: &$0)
                }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.publicKey.encrypt(message.span, scheme: .oaep(.sha256), into: &$0)
                }
            }
            let signature = try bytes(256) {
                try key.sign(
                    message: message.span,
                    scheme: .pss(.sha256, mgf1Hash: .sha384),
                    into: &$0
                )
            }
            try key.publicKey.verify(
                signature.span,
                message: message.span,
                scheme: .pss(.sha256, mgf1Hash: .sha384)
            )
        }
        let key = try vector.privateKey(usage: .pss(parameters))
        let free = try vector.privateKey()
        for (hash, mgf1Hash) in [(HashAlgorithm.sha384, HashAlgorithm.sha384), (.sha256, .sha256)] {
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.sign(
                        message: message.span,
                        scheme: .pss(hash, mgf1Hash: mgf1Hash),
                        into: &$0
                    )
                }
            }
            let other = try bytes(256) {
                try free.sign(
                    message: message.span,
                    scheme: .pss(hash, mgf1Hash: mgf1Hash),
                    into: &$0
                )
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try key.publicKey.verify(
                    other.span,
                    message: message.span,
                    scheme: .pss(hash, mgf1Hash: mgf1Hash)
                )
            }
        }
        for saltByteCount in [Int.min, -1, 0, 19] {
            let error = saltByteCount < 0 ? RSAError.unsupportedSaltLength : .notAllowedForKey
            #expect(throws: error) {
                try bytes(256) {
                    try key.sign(
                        message: message.span,
                        scheme: .pss(.sha256, mgf1Hash: .sha384, saltLength: .bytes(saltByteCount)),
                        into: &$0
                    )
                }
            }
        }
        let short = try bytes(256) {
            try free.sign(
                message: message.span,
                scheme: .pss(.sha256, mgf1Hash: .sha384, saltLength: .bytes(19)),
                into: &$0
            )
        }
        #expect(throws: RSAError.invalidSignature) {
            try key.publicKey.verify(
                short.span,
                message: message.span,
                scheme: .pss(.sha256, mgf1Hash: .sha384, saltLength: .any)
            )
        }
    }
}
