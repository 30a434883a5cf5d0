import HandshakeCPU
import HandshakeSymmetric
import TestSupport
import Testing

/// Every kernel against the portable one.
@Suite struct AESGCMKernelTests {
    struct Parameters: Sendable {
        let kernel: AESGCMKernel
        let keyByteCount: Int
    }

    static let parameters = supportedKernels.flatMap { kernel in
        [16, 32].map { Parameters(kernel: kernel, keyByteCount: $0) }
    }

    @Test(arguments: parameters)
    func everyLength(_ parameters: Parameters) throws {
        var generator = SeededGenerator(seed: 1)
        let text = generator.bytes(1 << 14)
        let data = generator.bytes(13)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        for length in Array(0...4096) + [(1 << 14) - 1, 1 << 14] {
            let nonce = generator.bytes(12)
            let expected = try portable.sealDetached(
                text[..<length],
                nonce: nonce,
                additionalData: data[...]
            )
            let sealed = try key.sealDetached(
                text[..<length],
                nonce: nonce,
                additionalData: data[...]
            )
            guard sealed == expected else {
                Issue.record("\(length) bytes")
                continue
            }
            let opened = try key.openDetached(sealed, nonce: nonce, additionalData: data[...])
            guard opened == Array(text[..<length]) else {
                Issue.record("\(length) bytes do not open")
                continue
            }
        }
    }

    @Test(arguments: parameters)
    func everyLengthOfAdditionalDataAndNonce(_ parameters: Parameters) throws {
        var generator = SeededGenerator(seed: 2)
        let text = generator.bytes(333)
        let data = generator.bytes(300)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        for length in 0...300 {
            let nonce = generator.bytes(length % 150 + 1)
            let textLength = length * 7 % 334
            let expected = try portable.sealDetached(
                text[..<textLength],
                nonce: nonce,
                additionalData: data[..<length]
            )
            let sealed = try key.sealDetached(
                text[..<textLength],
                nonce: nonce,
                additionalData: data[..<length]
            )
            #expect(sealed == expected, "\(length) bytes of additional data")
            let opened = try key.openDetached(sealed, nonce: nonce, additionalData: data[..<length])
            #expect(opened == Array(text[..<textLength]))
        }
    }

    /// More than 2^16 blocks: the counter carries out of its lower half, at every place of a group of
    /// blocks.
    @Test(arguments: parameters)
    func moreThan65536Blocks(_ parameters: Parameters) throws {
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

    /// In place and from one place to another, wherever the bytes lie; nothing around them changes.
    @Test(arguments: parameters)
    func everyOffset(_ parameters: Parameters) throws {
        var generator = SeededGenerator(seed: 3)
        let nonce = generator.bytes(12)
        let data = generator.bytes(77)
        let keyBytes = testKeyBytes(parameters.keyByteCount)
        let key = try AESGCMKey(keyBytes.span, kernel: parameters.kernel)
        let portable = try AESGCMKey(keyBytes.span, kernel: .portable)
        for offset in 0..<64 {
            for length in [1, 15, 16, 63, 64, 100, 128, 200, 256, 513, 1100] {
                let text = generator.bytes(length)
                let ourData = data[(offset * 5 % 64)...]
                let expected = try portable.sealDetached(
                    text[...],
                    nonce: nonce,
                    additionalData: ourData
                )
                let before = [UInt8](repeating: 0x5a, count: offset)
                let after = [UInt8](repeating: 0xc3, count: 64)
                var buffer = before + text + [UInt8](repeating: 0, count: 16) + after
                try withPart(of: &buffer, from: offset, count: length + 16) {
                    bytes throws(AESGCMError) in
                    try key.sealInPlaceAppendingTag(
                        &bytes,
                        nonce: nonce.span,
                        additionalData: ourData.span
                    )
                }
                #expect(buffer == before + expected.ciphertext + expected.tag + after)
                try withPart(of: &buffer, from: offset, count: length + 16) {
                    bytes throws(AESGCMError) in
                    try key.openInPlaceWithAppendedTag(
                        &bytes,
                        nonce: nonce.span,
                        additionalData: ourData.span
                    )
                }
                #expect(buffer == before + text + expected.tag + after)

                // From this offset to another.
                var output = [UInt8](repeating: 0x77, count: length + 100)
                let start = 63 - offset
                let ciphertext = buffer[offset..<(offset + length)]
                var tag = [UInt8](repeating: 0, count: 16)
                try withPart(of: &output, from: start, count: length) { part throws(AESGCMError) in
                    var tagBytes = tag.mutableSpan
                    try key.seal(
                        ciphertext.span,
                        nonce: nonce.span,
                        additionalData: ourData.span,
                        into: &part,
                        tag: &tagBytes
                    )
                }
                #expect(Array(output[start..<(start + length)]) == expected.ciphertext)
                #expect(output[..<start].allSatisfy { $0 == 0x77 })
                #expect(output[(start + length)...].allSatisfy { $0 == 0x77 })
                #expect(tag == expected.tag)
            }
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
