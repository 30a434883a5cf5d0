// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import SelfTestCases
internal import TestSupport

/// Decryption: what a ciphertext holds is a secret, and so is what is wrong with it.
extension Operation {
    static var rsaDecryption: [Operation] {
        rsaBitCounts.flatMap { bitCount in
            let material = DecryptionMaterial(bitCount: bitCount)
            return RSATestKey.kernels.flatMap { kernel in
                [
                    premasterSecret(material, kernel),
                    decryption(
                        "decrypt PKCS #1",
                        .pkcs1,
                        material,
                        material.pkcs1,
                        kernel,
                        sortCount: EncodedMessage.PKCS1Fault.padding.count
                    ),
                    decryption("decrypt OAEP", .oaep(.sha256), material, material.oaep, kernel),
                    decryption(
                        "decrypt OAEP, wrong",
                        .oaep(.sha256),
                        material,
                        material.wrongOAEP,
                        kernel,
                        sortCount: EncodedMessage.OAEPFault.allCases.count,
                        isRight: false
                    ),
                ] + (kernel.lanesName == nil ? [] : [premasterSecretBatch(material, kernel)])
            }
        }
    }

    /// Right and wrong ones are compared with each other: nothing may tell them apart. (A ciphertext that
    /// is not below the modulus takes a branch of its own; whoever sends it knows that it does.)
    private static func premasterSecret(
        _ material: DecryptionMaterial,
        _ kernel: RSAKernel
    ) -> Operation {
        Operation(
            name: "rsa\(material.bitCount) decrypt a premaster secret",
            kernel: kernel.name,
            isForLongRuns: material.bitCount > 2048,
            sortCount: EncodedMessage.PKCS1Fault.allCases.count
        ) { secret in
            let key = try material.keys.value(secret).privateKey(kernel)
            let ciphertext = try copy(of: material.premaster.value(secret))
            var premasterSecret = [UInt8](
                repeating: 0,
                count: RSAPrivateKey.premasterSecretByteCount
            )
            return {
                var span = premasterSecret.mutableSpan
                try key.decryptPremasterSecret(ciphertext.span, clientVersion: 0x0303, into: &span)
            }
        }
    }

    /// Eight with one key, each with another fault.
    private static func premasterSecretBatch(
        _ material: DecryptionMaterial,
        _ kernel: RSAKernel
    ) -> Operation {
        let count = DecryptionMaterial.batchCount
        return Operation(
            name: "rsa\(material.bitCount) decrypt premaster secrets, batch of \(count)",
            kernel: kernel.name,
            isForLongRuns: material.bitCount > 2048
        ) { secret in
            let key = try material.keys.value(secret).privateKey(kernel)
            let keys = [RSAPrivateKey](repeating: key, count: count)
            let ciphertexts = try copy(of: material.premasterBatch.value(secret))
            let versions = [UInt16](repeating: 0x0303, count: count)
            var premasterSecrets = [UInt8](
                repeating: 0,
                count: count * RSAPrivateKey.premasterSecretByteCount
            )
            var outcomes = [RSAError?](repeating: nil, count: count)
            return {
                var secretSpan = premasterSecrets.mutableSpan
                var outcomeSpan = outcomes.mutableSpan
                try RSAPrivateKey.decryptPremasterSecret(
                    keys.span,
                    ciphertexts.span,
                    clientVersions: versions.span,
                    into: &secretSpan,
                    outcomes: &outcomeSpan
                )
            }
        }
    }

    private static func decryption(
        _ name: String,
        _ scheme: RSAEncryptionScheme,
        _ material: DecryptionMaterial,
        _ ciphertexts: Numbered<[UInt8]>,
        _ kernel: RSAKernel,
        sortCount: Int = 2,
        isRight: Bool = true
    ) -> Operation {
        Operation(
            name: "rsa\(material.bitCount) \(name)",
            kernel: kernel.name,
            isForLongRuns: material.bitCount > 2048,
            sortCount: sortCount
        ) { secret in
            let key = try material.keys.value(secret).privateKey(kernel)
            let ciphertext = try copy(of: ciphertexts.value(secret))
            var message = [UInt8](repeating: 0, count: key.maximumMessageByteCount(scheme))
            let decrypt = { () throws(RSAError) in
                var span = message.mutableSpan
                _ = try key.decrypt(ciphertext.span, scheme: scheme, into: &span)
            }
            return isRight ? decrypt : { try expect(.decryptionFailed, decrypt) }
        }
    }
}

/// Ciphertexts for the numbered keys of a size.
private struct DecryptionMaterial {
    let bitCount: Int
    let keys: Numbered<SecretKey>
    let premaster, premasterBatch, pkcs1, oaep, wrongOAEP: Numbered<[UInt8]>

    static let batchCount = 8

    private static let messageByteCount = RSAPrivateKey.premasterSecretByteCount

    init(bitCount: Int) {
        let keys = SecretKey.numbered(bitCount: bitCount)
        let byteCount = bitCount / 8
        self.bitCount = bitCount
        self.keys = keys

        /// The ciphertexts of the blocks that `encode` makes: the first that is accepted for each key.
        func ciphertexts(
            accept: @escaping @Sendable (RSAPrivateKey, [UInt8]) throws -> Bool = { _, _ in true },
            _ encode: @escaping @Sendable (Int, inout SeededGenerator) -> [UInt8]
        ) -> Numbered<[UInt8]> {
            Numbered { number in
                var generator = SeededGenerator(secret: number)
                let key = try keys.value(number).privateKey()
                while true {
                    let block = encode(number, &generator)
                    let ciphertext = try key.publicKey.rawOperation(block)
                    if try accept(key, ciphertext) { return ciphertext }
                }
            }
        }
        @Sendable func encodedPremaster(
            _ number: Int,
            _ generator: inout SeededGenerator
        ) -> [UInt8] {
            EncodedMessage.pkcs1(
                .of(number, among: EncodedMessage.PKCS1Fault.allCases),
                message: [3, 3] + generator.bytes(Self.messageByteCount - 2),
                byteCount: byteCount,
                &generator
            )
        }
        premaster = ciphertexts(encodedPremaster)
        premasterBatch = Numbered { number in
            var generator = SeededGenerator(secret: number)
            let publicKey = try keys.value(number).privateKey().publicKey
            return try (0..<Self.batchCount).flatMap { index in
                try publicKey.rawOperation(encodedPremaster(number + index, &generator))
            }
        }
        // The length of what is returned is public: wrong ones are chosen to have the right one's.
        pkcs1 = ciphertexts { key, ciphertext in
            try key.decrypt(ciphertext, scheme: .pkcs1).count == Self.messageByteCount
        } _: { number, generator in
            EncodedMessage.pkcs1(
                .of(number, among: EncodedMessage.PKCS1Fault.padding),
                message: generator.bytes(Self.messageByteCount),
                byteCount: byteCount,
                &generator
            )
        }
        oaep = ciphertexts { _, generator in
            EncodedMessage.oaep(
                nil,
                message: generator.bytes(Self.messageByteCount),
                byteCount: byteCount,
                &generator
            )
        }
        wrongOAEP = ciphertexts { number, generator in
            EncodedMessage.oaep(
                .of(number, among: EncodedMessage.OAEPFault.allCases),
                message: generator.bytes(Self.messageByteCount),
                byteCount: byteCount,
                &generator
            )
        }
    }
}
