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
                try publicKey.verifyPKCS1(signature.span, message: message.span, hash: hash)
                if let privateKey {
                    let ours = try bytes(signature.count) {
                        try privateKey.signPKCS1(message: message.span, hash: hash, into: &$0)
                    }
                    #expect(ours == signature)
                }
            } else {
                let mgf1Hash = HashAlgorithm(vectorName: vector.mgf1Hash!)
                let saltLength = RSAPSSSaltLength.bytes(vector.saltByteCount!)
                try publicKey.verifyPSS(
                    signature.span,
                    message: message.span,
                    hash: hash,
                    mgf1Hash: mgf1Hash,
                    saltLength: saltLength
                )
                let otherLength = RSAPSSSaltLength.bytes(vector.saltByteCount! + 1)
                #expect(throws: RSAError.invalidSignature) {
                    try publicKey.verifyPSS(
                        signature.span,
                        message: message.span,
                        hash: hash,
                        mgf1Hash: mgf1Hash,
                        saltLength: otherLength
                    )
                }
                if let privateKey, let salt = vector.salt.map([UInt8].init(hexadecimal:)) {
                    let ours = try bytes(signature.count) {
                        try privateKey.signPSS(
                            digest: hash.digest(message).span,
                            hash: hash,
                            mgf1Hash: mgf1Hash,
                            saltLength: saltLength,
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
        let digest = hash.digest([1, 2, 3])
        // emBits is 2048: 256 bytes of encoded message in 257 bytes of modulus.
        let maximum = 256 - hash.digestByteCount - 2
        for saltByteCount in [0, 1, hash.digestByteCount, maximum - 1, maximum] {
            let signature = try bytes(key.modulusByteCount) {
                try key.signPSS(
                    digest: digest.span,
                    hash: hash,
                    saltLength: .bytes(saltByteCount),
                    into: &$0
                )
            }
            try key.publicKey.verifyPSS(
                signature.span,
                digest: digest.span,
                hash: hash,
                saltLength: .bytes(saltByteCount)
            )
            try key.publicKey.verifyPSS(
                signature.span,
                digest: digest.span,
                hash: hash,
                saltLength: nil
            )
        }
        for saltByteCount in [maximum + 1, Int.max] {
            #expect(throws: RSAError.messageTooLong) {
                try bytes(key.modulusByteCount) {
                    try key.signPSS(
                        digest: digest.span,
                        hash: hash,
                        saltLength: .bytes(saltByteCount),
                        into: &$0
                    )
                }
            }
        }
    }

    @Test func everyTamperedByteIsFound() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let digest = HashAlgorithm.sha256.digest([7])
        let pkcs1 = try bytes(256) {
            try key.signPKCS1(digest: digest.span, hash: .sha256, into: &$0)
        }
        let pss = try bytes(256) { try key.signPSS(digest: digest.span, hash: .sha256, into: &$0) }
        for index in 0..<256 {
            var changed = pkcs1
            changed[index] ^= 1 << UInt8(index % 8)
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verifyPKCS1(changed.span, digest: digest.span, hash: .sha256)
            }
            changed = pss
            changed[index] ^= 1 << UInt8(index % 8)
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verifyPSS(changed.span, digest: digest.span, hash: .sha256)
            }
        }
        for index in 0..<digest.count {
            var other = digest
            other[index] ^= 0x80
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verifyPKCS1(pkcs1.span, digest: other.span, hash: .sha256)
            }
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verifyPSS(pss.span, digest: other.span, hash: .sha256)
            }
        }
    }

    /// Encoded messages that are wrong in one place each, signed without a check.
    @Test func wrongEncodedMessagesAreInvalid() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let digest = HashAlgorithm.sha256.digest([7])
        for scheme in ["pkcs1", "pss"] {
            let signature = try bytes(256) {
                if scheme == "pkcs1" {
                    try key.signPKCS1(digest: digest.span, hash: .sha256, into: &$0)
                } else {
                    try key.signPSS(digest: digest.span, hash: .sha256, into: &$0)
                }
            }
            let encodedMessage = try key.publicKey.rawOperation(signature)
            for index in 1..<256 {
                var changed = encodedMessage
                changed[index] ^= 1
                let forged = try key.rawOperation(changed)
                #expect(throws: RSAError.invalidSignature) {
                    if scheme == "pkcs1" {
                        try key.publicKey.verifyPKCS1(
                            forged.span,
                            digest: digest.span,
                            hash: .sha256
                        )
                    } else {
                        try key.publicKey.verifyPSS(
                            forged.span,
                            digest: digest.span,
                            hash: .sha256,
                            saltLength: nil
                        )
                    }
                }
            }
        }
    }

    @Test func wrongLengthsAndRangesAreErrors() throws {
        let key = try RSATestKey.named("rsa2048").privateKey()
        let digest = [UInt8](repeating: 1, count: 32)
        for byteCount in [0, 255, 257] {
            let signature = [UInt8](repeating: 1, count: byteCount)
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verifyPKCS1(signature.span, digest: digest.span, hash: .sha256)
            }
            #expect(throws: RSAError.invalidSignature) {
                try key.publicKey.verifyPSS(signature.span, digest: digest.span, hash: .sha256)
            }
            #expect(throws: RSAError.wrongOutputLength) {
                try bytes(byteCount) {
                    try key.signPKCS1(digest: digest.span, hash: .sha256, into: &$0)
                }
            }
            #expect(throws: RSAError.wrongOutputLength) {
                try bytes(byteCount) {
                    try key.signPSS(digest: digest.span, hash: .sha256, into: &$0)
                }
            }
        }
        let tooLarge = [UInt8](repeating: 0xff, count: 256)
        #expect(throws: RSAError.invalidSignature) {
            try key.publicKey.verifyPKCS1(tooLarge.span, digest: digest.span, hash: .sha256)
        }
        #expect(throws: RSAError.wrongInputLength) {
            try bytes(256) { try key.signPKCS1(digest: digest.span, hash: .sha384, into: &$0) }
        }
        #expect(throws: RSAError.unsupportedHash) {
            try bytes(256) {
                try key.signPKCS1(message: digest.span, hash: .sha1, into: &$0)
            }
        }
        #expect(throws: RSAError.unsupportedHash) {
            try bytes(256) { try key.signPSS(message: digest.span, hash: .sha1, into: &$0) }
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
            #expect(throws: RSAError.notAllowedForKey) { try key.decryptPKCS1(input) }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) { _ = try key.decryptOAEP(input.span, hash: .sha256, into: &$0) }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(48) {
                    try key.decryptPremasterSecret(input.span, clientVersion: 0x303, into: &$0)
                }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.signPKCS1(message: message.span, hash: .sha256, into: &$0)
                }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try key.publicKey.verifyPKCS1(input.span, message: message.span, hash: .sha256)
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) { try key.publicKey.encryptPKCS1(message.span, into: &$0) }
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.publicKey.encryptOAEP(message.span, hash: .sha256, into: &$0)
                }
            }
            let signature = try bytes(256) {
                try key.signPSS(
                    message: message.span,
                    hash: .sha256,
                    mgf1Hash: .sha384,
                    into: &$0
                )
            }
            try key.publicKey.verifyPSS(
                signature.span,
                message: message.span,
                hash: .sha256,
                mgf1Hash: .sha384
            )
        }
        let key = try vector.privateKey(usage: .pss(parameters))
        let free = try vector.privateKey()
        for (hash, mgf1Hash) in [(HashAlgorithm.sha384, HashAlgorithm.sha384), (.sha256, .sha256)] {
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.signPSS(
                        message: message.span,
                        hash: hash,
                        mgf1Hash: mgf1Hash,
                        into: &$0
                    )
                }
            }
            let other = try bytes(256) {
                try free.signPSS(message: message.span, hash: hash, mgf1Hash: mgf1Hash, into: &$0)
            }
            #expect(throws: RSAError.notAllowedForKey) {
                try key.publicKey.verifyPSS(
                    other.span,
                    message: message.span,
                    hash: hash,
                    mgf1Hash: mgf1Hash
                )
            }
        }
        for saltByteCount in [-1, 0, 19] {
            #expect(throws: RSAError.notAllowedForKey) {
                try bytes(256) {
                    try key.signPSS(
                        message: message.span,
                        hash: .sha256,
                        mgf1Hash: .sha384,
                        saltLength: .bytes(saltByteCount),
                        into: &$0
                    )
                }
            }
        }
        let short = try bytes(256) {
            try free.signPSS(
                message: message.span,
                hash: .sha256,
                mgf1Hash: .sha384,
                saltLength: .bytes(19),
                into: &$0
            )
        }
        #expect(throws: RSAError.invalidSignature) {
            try key.publicKey.verifyPSS(
                short.span,
                message: message.span,
                hash: .sha256,
                mgf1Hash: .sha384,
                saltLength: nil
            )
        }
    }
}
