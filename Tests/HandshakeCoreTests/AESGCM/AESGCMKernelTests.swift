// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite struct AESGCMKernelTests {
    @Test(arguments: AESGCMCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }

    /// More than 2^16 blocks: the counter carries out of its lower half, at every place of a group of
    /// blocks.
    @Test(arguments: AESGCMKernel.supported.flatMap(AESGCMCases.parameters))
    func moreThan65536Blocks(_ parameters: AESGCMCases.Parameters) throws {
        var generator = SeededGenerator(seed: 4)
        let carry = 16 * ((1 << 16) - 2)
        let text = generator.bytes(carry + 16 * 300)
        let data = generator.bytes(13)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        for skipped in [0, 5, 11] {
            let nonce = generator.bytes(12)
            let part = text[(16 * skipped)...].dropLast(skipped)
            let expected = try portable.sealDetached(
                part,
                nonce: nonce,
                additionalData: data[...]
            )
            let sealed = try key.sealDetached(part, nonce: nonce, additionalData: data[...])
            // Not in an expectation: what it would print are megabytes.
            let agrees = sealed == expected
            #expect(agrees, "\(part.count) bytes")
            let opened = try key.openDetached(sealed, nonce: nonce, additionalData: data[...])
            let opensAgain = opened == Array(part)
            #expect(opensAgain, "\(part.count) bytes")
        }
    }

    // MARK: Which kernel is chosen

    @Test func aKeyTakesTheBestKernel() throws {
        let best = AESGCMKernel.best(for: .available)
        let key = try AESGCMKey(testKeyBytes(16).span)
        #expect(key.kernel == best)
        #expect(AESGCMKernel.best == best)
        #expect(best.isSupported)
        #expect(AESGCMKernel.portable.isSupported)
    }
}
