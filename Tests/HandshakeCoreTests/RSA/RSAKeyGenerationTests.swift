// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Testing

@Suite("RSA key generation")
struct RSAKeyGenerationTests {
    /// Above 4,096 bits the IFMA kernels give way to the next.
    @Test(arguments: [2048, 2050, 3072, 4096, 4608])
    func generatedKeysWork(bitCount: Int) throws {
        let key = try RSAPrivateKey.generate(bitCount: bitCount)
        #expect(key.modulusBitCount == bitCount)
        #expect(key.publicKey.publicExponentBytes == [1, 0, 1])
        // Importing checks that every part fits the rest.
        let copy = try RSAPrivateKey(key.components())
        let message = [0] + [UInt8](repeating: 0x5a, count: key.modulusByteCount - 1)
        let ciphertext = try key.publicKey.rawOperation(message)
        #expect(try copy.rawOperation(ciphertext) == message)
        if bitCount > 4096 { #expect(!key.kernel.name.contains("ifma")) }

        let digest = [UInt8](repeating: 0x3c, count: HashAlgorithm.sha256.digestByteCount)
        let signature = try bytes(key.modulusByteCount) {
            try key.sign(digest: digest.span, scheme: .pkcs1(.sha256), into: &$0)
        }
        try key.publicKey.verify(signature.span, digest: digest.span, scheme: .pkcs1(.sha256))
    }

    @Test(arguments: [0, 1024, 2047, 2049, 8193, 8194, -1])
    func otherSizesAreRefused(bitCount: Int) {
        #expect(throws: RSAKeyError.unsupportedGenerationBitCount(bitCount)) {
            try RSAPrivateKey.generate(bitCount: bitCount)
        }
    }
}
