// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport

/// Preparing a key, sealing and opening leave no keystream and no round key on the stack, whatever the compiler had
/// to spill.
package enum AESGCMStackCases {
    package static let all: [SelfTestCase] = AESGCMKernel.supported.flatMap { kernel in
        AESGCMCases.parameters(kernel).map { parameters in
            SelfTestCase("AES-\(8 * parameters.keyByteCount)-GCM's stack, \(kernel)") {
                try nothingRemains(parameters, $1, &$0)
            }
        }
    }

    private static func nothingRemains(
        _ parameters: AESGCMCases.Parameters,
        _ effort: Effort,
        _ checks: inout Checks
    ) throws {
        var generator = SeededGenerator(seed: 5)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let afterKey = StackRemains(of: keyBytes, each: 8) {
            _ = try? AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        }
        checks.check(afterKey.needleCount == 0, "prepared")
        let nonce = generator.bytes(12)
        let data = generator.bytes(13)
        let lengths = [100, 1350, 16, 64, 1, 128, 256, 300, 512, 4096]
        for length in lengths.prefix(effort.pick(10, emulated: 2)) {
            // What zeros become is the keystream; whole blocks of it can be told from chance.
            let zeros = [UInt8](repeating: 0, count: (length + 15) / 16 * 16)
            let keystream = try key.sealDetached(
                zeros[...],
                nonce: nonce,
                additionalData: data[...]
            ).ciphertext
            let needles = keystream + keyBytes
            let leak = StackRemains(ofKnownLeak: Array(needles.prefix(8)))
            checks.check(leak.needleCount == 1)

            let text = generator.bytes(length)
            let sealed = try key.sealDetached(text[...], nonce: nonce, additionalData: data[...])
            var bytes = text + [UInt8](repeating: 0, count: 16)
            var isOpened = false
            let afterSeal = StackRemains(of: needles, each: 8) {
                var bytesSpan = bytes.mutableSpan
                try? key.sealInPlace(
                    &bytesSpan,
                    nonce: AESGCMNonce(nonce),
                    additionalData: data.span
                )
            }
            checks.check(bytes == sealed.ciphertext + sealed.tag)
            checks.check(afterSeal.needleCount == 0, "\(length) bytes, sealed")
            let afterOpen = StackRemains(of: needles, each: 8) {
                var bytesSpan = bytes.mutableSpan
                do throws(AESGCMError) {
                    try key.openInPlace(
                        &bytesSpan,
                        nonce: AESGCMNonce(nonce),
                        additionalData: data.span
                    )
                    isOpened = true
                } catch {
                    isOpened = false
                }
            }
            checks.check(isOpened && bytes == text + sealed.tag)
            checks.check(afterOpen.needleCount == 0, "\(length) bytes, opened")
        }
    }
}
