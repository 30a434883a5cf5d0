// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Testing

@Suite struct HashTests {
    @Test(arguments: HashCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }

    @Test(arguments: HashAlgorithm.allCases)
    func twoPartsMatchOne(_ algorithm: HashAlgorithm) throws {
        let message = [UInt8](0..<200)
        for cut in 0...200 {
            var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
            var span = digest.mutableSpan
            let whole = message.span
            algorithm.writeDigest(
                of: whole.extracting(..<cut),
                whole.extracting(cut...),
                into: &span
            )
            #expect(digest == algorithm.hash(message))
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func aShortDigestIsRefused(_ algorithm: HashAlgorithm) throws {
        let message: [UInt8] = [1, 2, 3]
        var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
        var state = HashState(algorithm)
        state.update(message.span)
        #expect(throws: HashError.outputLength) {
            var short = [UInt8](repeating: 0, count: algorithm.digestByteCount - 1)
            var span = short.mutableSpan
            try algorithm.hash(message.span, into: &span)
        }
        var short = [UInt8](repeating: 0, count: algorithm.digestByteCount - 1)
        var error: HashError?
        do {
            var span = short.mutableSpan
            try state.finalize(into: &span)
        } catch let refusal { error = refusal }
        #expect(error == .outputLength)
        #expect(short.allSatisfy { $0 == 0 })
        // The message goes on.
        state.update(message)
        #expect(state.finalize() == algorithm.hash(message + message))
        state.update(message)
        state.update(message)
        var span = digest.mutableSpan
        try state.finalize(into: &span)
        #expect(digest == algorithm.hash(message + message))
    }

    @Test func aKernelOfAnotherCPUIsRefused() throws {
        func check(_ isSupported: Bool, _ make: () throws(HashError) -> HashKernels) {
            var error: HashError?
            do throws(HashError) { _ = try make() } catch let refusal { error = refusal }
            #expect(error == (isSupported ? nil : .kernelNotSupported))
        }
        for kernel in SHA256Kernel.all + [.unsupported] {
            check(kernel.isSupported) { () throws(HashError) in try HashKernels(sha256: kernel) }
        }
        for kernel in SHA512Kernel.all + [.unsupported] {
            check(kernel.isSupported) { () throws(HashError) in try HashKernels(sha512: kernel) }
        }
        for kernel in SHA256LanesKernel.all + [.unsupported] {
            check(kernel.isSupported) { () throws(HashError) in
                try HashKernels(sha256Lanes: kernel)
            }
        }
        for kernel in SHA512LanesKernel.all + [.unsupported] {
            check(kernel.isSupported) { () throws(HashError) in
                try HashKernels(sha512Lanes: kernel)
            }
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func lengthsAreTheStandards(_ algorithm: HashAlgorithm) {
        #expect(algorithm.digestByteCount <= HashAlgorithm.maximumDigestByteCount)
        #expect(algorithm.blockByteCount == (algorithm.digestByteCount > 32 ? 128 : 64))
    }
}
