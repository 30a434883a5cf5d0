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

    @Test func bestIsTheFastestThatTheFeaturesAllow() {
        let aesni: CPUFeatures = [.aes, .pclmulqdq, .ssse3, .sse41, .avx]
        #expect(AESGCMKernel.best(for: aesni, on: .x86) == .x86AESNI)
        for feature in [.aes, .pclmulqdq, .ssse3, .sse41, .avx] as [CPUFeatures] {
            #expect(AESGCMKernel.best(for: aesni.subtracting(feature), on: .x86) == .portable)
        }
        let vaes256 = aesni.union([.vaes, .vpclmulqdq, .avx2])
        #expect(AESGCMKernel.best(for: vaes256, on: .x86) == .x86VAES256)
        for feature in [.vaes, .vpclmulqdq, .avx2] as [CPUFeatures] {
            #expect(AESGCMKernel.best(for: vaes256.subtracting(feature), on: .x86) == .x86AESNI)
        }
        let vaes512 = vaes256.union(.avx512).union(.bmi2)
        #expect(AESGCMKernel.best(for: vaes512, on: .x86) == .x86VAES512)
        for feature in [.avx512f, .avx512dq, .avx512bw, .avx512vl, .bmi2] as [CPUFeatures] {
            #expect(AESGCMKernel.best(for: vaes512.subtracting(feature), on: .x86) == .x86VAES256)
        }
        #expect(AESGCMKernel.best(for: [.aes, .pmull], on: .arm64) == .armCrypto)
        #expect(AESGCMKernel.best(for: [.aes], on: .arm64) == .portable)
        #expect(AESGCMKernel.best(for: [.pmull], on: .arm64) == .portable)
        for architecture in AESGCMKernel.Architecture.allCases {
            #expect(AESGCMKernel.best(for: [], on: architecture) == .portable)
        }
        #expect(AESGCMKernel.best(for: CPUFeatures(rawValue: .max), on: .other) == .portable)
    }

    @Test func aKeyTakesTheBestKernel() throws {
        let best = AESGCMKernel.best(for: .available)
        let key = try AESGCMKey(testKeyBytes(16).span)
        #expect(key.kernel == best)
        #expect(AESGCMKernel.best == best)
        #expect(best.isSupported)
        #expect(AESGCMKernel.portable.isSupported)
    }

    /// On a CPU that has what a kernel needs, it is not left out.
    @Test func capableMachinesRunTheirKernels() {
        for kernel in AESGCMKernel.allCases {
            let features = kernel.requiredFeatures
            let isOurs = AESGCMKernel.best(for: features) == kernel
            #expect(
                kernel.isSupported == (isOurs && CPUFeatures.available.isSuperset(of: features))
            )
        }
    }
}
