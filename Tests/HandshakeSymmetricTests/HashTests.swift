import HandshakeCPU
import HandshakeSymmetric
import TestSupport
import Testing

@Suite struct HashTests {
    @Test(arguments: HashAlgorithm.allCases, HashKernels.supported)
    func everyLengthMatchesThePortableKernel(_ algorithm: HashAlgorithm, _ kernels: HashKernels) {
        var generator = SeededGenerator(seed: 1)
        let bytes = generator.bytes(1 << 14 + 64)
        for count in Array(0...300) + [1 << 14] {
            // An odd offset, so that loads are not aligned.
            let offset = count % 63
            let message = bytes.span.extracting(offset..<offset + count)
            let expected = algorithm.digest(Array(bytes[offset..<offset + count]), .portable)
            var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount + 1)
            var span = digest.mutableSpan
            algorithm.hash(message, into: &span, kernels: kernels)
            #expect(Array(digest.dropLast()) == expected, "\(count) bytes")
            #expect(digest.last == 0, "written past the digest")
        }
    }

    @Test(arguments: HashAlgorithm.allCases, HashKernels.supported)
    func piecesMatchTheWhole(_ algorithm: HashAlgorithm, _ kernels: HashKernels) {
        var generator = SeededGenerator(seed: 2)
        var state = HashState(algorithm, kernels: kernels)
        for count in [0, 1, 63, 64, 65, 127, 128, 129, 300, 1000] {
            let message = generator.bytes(count)
            var rest = message[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 0...150, using: &generator)))
                state.update(piece.span)
                rest = rest.dropFirst(piece.count)
            }
            let copy = state.copy()
            // The state is used again for the next message; its copy is not touched by that.
            #expect(Self.finish(&state, algorithm) == algorithm.digest(message, .portable))
            var other = copy.copy()
            #expect(Self.finish(&other, algorithm) == algorithm.digest(message, .portable))
        }
    }

    static func finish(_ state: inout HashState, _ algorithm: HashAlgorithm) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
        var span = digest.mutableSpan
        state.finalize(into: &span)
        return digest
    }

    @Test(arguments: HashAlgorithm.allCases)
    func twoPartsMatchOne(_ algorithm: HashAlgorithm) {
        let message = [UInt8](0..<200)
        for cut in 0...200 {
            var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
            var span = digest.mutableSpan
            let whole = message.span
            algorithm.hash(
                whole.extracting(..<cut),
                whole.extracting(cut...),
                into: &span
            )
            #expect(digest == algorithm.digest(message))
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func lengthsAreTheStandards(_ algorithm: HashAlgorithm) {
        #expect(algorithm.digestByteCount <= HashAlgorithm.maximumDigestByteCount)
        #expect(algorithm.blockByteCount == (algorithm.digestByteCount > 32 ? 128 : 64))
    }
}
