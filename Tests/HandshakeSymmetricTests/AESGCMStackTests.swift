import HandshakeSymmetric
import SelfTestCases
import TestSupport
import Testing

/// Sealing and opening leave no keystream and no round key on the stack, whatever the compiler had
/// to spill.
@Suite struct AESGCMStackTests {
    static let lengths = [1, 16, 64, 100, 128, 256, 300, 512, 1350, 4096]

    @Test(arguments: AESGCMKernel.supported.flatMap(AESGCMCases.parameters))
    func nothingSecretRemains(_ parameters: AESGCMCases.Parameters) throws {
        var generator = SeededGenerator(seed: 5)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let nonce = generator.bytes(12)
        let data = generator.bytes(13)
        for length in Self.lengths {
            // What zeros become is the keystream; whole blocks of it can be told from chance.
            let zeros = [UInt8](repeating: 0, count: (length + 15) / 16 * 16)
            let keystream = try key.sealDetached(
                zeros[...],
                nonce: nonce,
                additionalData: data[...]
            ).ciphertext
            let needles = keystream + keyBytes
            #expect(StackRemains(ofKnownLeak: Array(needles.prefix(8))).needleCount == 1)

            let text = generator.bytes(length)
            let sealed = try key.sealDetached(text[...], nonce: nonce, additionalData: data[...])
            var bytes = text
            var tag = [UInt8](repeating: 0, count: 16)
            var isOpened = false
            let afterSeal = StackRemains(of: needles, each: 8) {
                var bytesSpan = bytes.mutableSpan
                var tagSpan = tag.mutableSpan
                try? key.sealInPlace(
                    &bytesSpan,
                    nonce: nonce.span,
                    additionalData: data.span,
                    tag: &tagSpan
                )
            }
            #expect(bytes == sealed.ciphertext && tag == sealed.tag)
            #expect(afterSeal.needleCount == 0, "\(length) bytes, sealed")
            let afterOpen = StackRemains(of: needles, each: 8) {
                var bytesSpan = bytes.mutableSpan
                do throws(AESGCMError) {
                    try key.openInPlace(
                        &bytesSpan,
                        tag: tag.span,
                        nonce: nonce.span,
                        additionalData: data.span
                    )
                    isOpened = true
                } catch {
                    isOpened = false
                }
            }
            #expect(isOpened && bytes == text)
            #expect(afterOpen.needleCount == 0, "\(length) bytes, opened")
        }
    }
}
