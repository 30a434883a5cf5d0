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
        state.update(message.span)
        var span = tag.mutableSpan
        try state.finalize(into: &span)
        #expect(tag == algorithm.authenticate(message + message, key: message))
    }
}
