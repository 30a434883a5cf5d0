import HandshakeSymmetric
import TestSupport
import Testing

@Suite struct HMACTests {
    /// RFC 2104, section 2, in as many words.
    static func definition(
        _ algorithm: HashAlgorithm,
        key: [UInt8],
        message: [UInt8]
    ) -> [UInt8] {
        var key = key.count > algorithm.blockByteCount ? algorithm.digest(key, .portable) : key
        key += [UInt8](repeating: 0, count: algorithm.blockByteCount - key.count)
        let inner = algorithm.digest(key.map { $0 ^ 0x36 } + message, .portable)
        return algorithm.digest(key.map { $0 ^ 0x5c } + inner, .portable)
    }

    @Test(arguments: HashAlgorithm.allCases, HashKernels.supported)
    func keysAroundTheBlockSize(_ algorithm: HashAlgorithm, _ kernels: HashKernels) {
        var generator = SeededGenerator(seed: 3)
        let block = algorithm.blockByteCount
        for keyByteCount in [0, 1, 32, 48, block - 1, block, block + 1, 2 * block, 300] {
            let key = generator.bytes(keyByteCount)
            let message = generator.bytes(Int.random(in: 0...300, using: &generator))
            let expected = Self.definition(algorithm, key: key, message: message)
            #expect(algorithm.authenticate(message, key: key, kernels) == expected)
        }
    }

    @Test(arguments: HashAlgorithm.allCases, HashKernels.supported)
    func everyMessageLength(_ algorithm: HashAlgorithm, _ kernels: HashKernels) {
        var generator = SeededGenerator(seed: 4)
        let key = generator.bytes(48)
        for count in Array(0...300) + [1 << 14] {
            let message = generator.bytes(count)
            let expected = Self.definition(algorithm, key: key, message: message)
            #expect(algorithm.authenticate(message, key: key, kernels) == expected)
        }
    }

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
            #expect(tag == Self.definition(algorithm, key: bytes, message: message))
        }
    }
}
