// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite struct HMACTests {

    @Test(arguments: HashAlgorithm.allCases, HashKernels.supported)
    func piecesMatchTheWhole(_ algorithm: HashAlgorithm, _ kernels: HashKernels) throws {
        var generator = SeededGenerator(seed: 5)
        let bytes = generator.bytes(33)
        let key = HMACKey(algorithm, key: bytes.span, kernels: kernels)
        var state = HMACState(key)
        for count in [0, 1, 64, 129, 1000] {
            let message = generator.bytes(count)
            for start in stride(from: 0, to: count, by: 37) {
                state.update(message.span.extracting(start..<min(start + 37, count)))
            }
            var tag = [UInt8](repeating: 0, count: algorithm.digestByteCount)
            var span = tag.mutableSpan
            try state.finalize(into: &span)
            #expect(tag == HashCases.definition(algorithm, key: bytes, message: message))
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func aShortTagIsRefused(_ algorithm: HashAlgorithm) throws {
        let message: [UInt8] = [1, 2, 3]
        let key = HMACKey(algorithm, key: message.span)
        var tag = [UInt8](repeating: 0, count: algorithm.digestByteCount)
        #expect(throws: HashError.outputLength) {
            let key = HMACKey(algorithm, key: message.span)
            var short = [UInt8](repeating: 0, count: algorithm.digestByteCount - 1)
            var span = short.mutableSpan
            try key.authenticate(message.span, into: &span)
        }
        var state = HMACState(key)
        state.update(message.span)
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
        #expect(state.finalize() == key.authenticate(message + message))
        state.update(message + message)
        var span = tag.mutableSpan
        try state.finalize(into: &span)
        #expect(tag == HMACKey(algorithm, key: message).authenticate(message + message))
    }

    @Test(arguments: HashAlgorithm.allCases)
    func aTagIsValidWholeOrCutToTheLengthThatIsAskedFor(_ algorithm: HashAlgorithm) {
        let message: [UInt8] = [1, 2, 3]
        let key = HMACKey(algorithm, key: testKeyBytes(20))
        let tag = key.authenticate(message)
        func isValid(_ tag: [UInt8], _ byteCount: Int? = nil, for other: [UInt8]? = nil) -> Bool {
            key.isValid(tag, for: other ?? message, byteCount: byteCount)
        }
        #expect(isValid(tag))
        #expect(!isValid(tag, for: message + [0]))
        #expect(!isValid(tag + [0]))
        #expect(!isValid([]))
        for count in 1...tag.count {
            let first = Array(tag.prefix(count))
            #expect(isValid(first, count))
            #expect(isValid(first) == (count == tag.count))
            #expect(!isValid(first, count - 1))
            #expect(!isValid(first, count + 1))
            var forged = first
            for bit in 0..<8 * count {
                forged[bit / 8] ^= 1 << (bit % 8)
                #expect(!isValid(forged, count))
                forged[bit / 8] ^= 1 << (bit % 8)
            }
        }
        for count in [Int.min, -1, 0, tag.count + 1, .max] {
            #expect(!isValid([], count))
            #expect(!isValid(tag, count))
        }
    }
}
