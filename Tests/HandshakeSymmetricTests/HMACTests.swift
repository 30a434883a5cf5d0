import HandshakeSymmetric
import SelfTestCases
import TestSupport
import Testing

@Suite struct HMACTests {

    @Test(arguments: HashAlgorithm.allCases, HashKernels.supported)
    func piecesMatchTheWhole(_ algorithm: HashAlgorithm, _ kernels: HashKernels) {
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
            state.finalize(into: &span)
            #expect(tag == HashCases.definition(algorithm, key: bytes, message: message))
        }
    }
}
