import HandshakeSymmetric
import TestSupport
import TestVectors
import Testing

@Suite struct AESGCMKnownAnswerTests {
    @Test(arguments: supportedKernels)
    func publishedCases(_ kernel: AESGCMKernel) throws {
        let vectors = try AESGCMVectors.load()
        #expect(vectors.testCases.count == 12)
        #expect(vectors.fips197.count == 2)
        for vector in vectors.testCases + vectors.fips197 {
            let keyBytes = [UInt8](hexadecimal: vector.key)
            let nonce = [UInt8](hexadecimal: vector.nonce)
            let additionalData = [UInt8](hexadecimal: vector.additionalData)
            let plaintext = [UInt8](hexadecimal: vector.plaintext)
            let expected = vector.ciphertext + vector.tag
            let key = try AESGCMKey(keyBytes.span, kernel: kernel)
            #expect(key.kernel == kernel)

            let sealed = try key.seal(plaintext, nonce: nonce, additionalData: additionalData)
            #expect(sealed.hexadecimal == expected, "\(vector.name)")
            let opened = try key.open(sealed, nonce: nonce, additionalData: additionalData)
            #expect(opened == plaintext, "\(vector.name)")

            let detached = try key.sealDetached(
                plaintext[...],
                nonce: nonce,
                additionalData: additionalData[...]
            )
            #expect(detached.ciphertext.hexadecimal == vector.ciphertext)
            #expect(detached.tag.hexadecimal == vector.tag)
        }
    }

    /// The counter wraps in its 32 bits, at each place of a kernel's stride, and carries no further.
    @Test(arguments: supportedKernels)
    func counterWrapsInItsThirtyTwoBits(_ kernel: AESGCMKernel) throws {
        let zeros = [UInt8](repeating: 0, count: 640)
        for vector in try AESGCMVectors.load().counterWrap {
            let key = try AESGCMKey([UInt8](hexadecimal: vector.key).span, kernel: kernel)
            let nonce = [UInt8](hexadecimal: vector.nonce)
            let sealed = try key.seal(zeros, nonce: nonce)
            #expect(
                Array(sealed.suffix(16)).hexadecimal == vector.tag,
                "the counter starts at 2^32 - \(vector.distance)"
            )
            #expect(try key.open(sealed, nonce: nonce) == zeros)
        }
    }
}
