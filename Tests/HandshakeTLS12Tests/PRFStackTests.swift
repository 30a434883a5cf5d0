import HandshakeSymmetric
import HandshakeTLS12
import SelfTestCases
import TestSupport
import Testing

/// Deriving leaves neither secrets nor what is between them and the output on the stack, whatever
/// the compiler had to spill.
@Suite struct PRFStackTests {
    /// A part of a digest, a whole one, several; seeds that make one to three blocks an output, and
    /// one that is longer than a kernel's own P_hash takes.
    @Test(arguments: PRF.Hash.allCases, KeyDerivationCases.kernels)
    func nothingRemainsOfOne(_ hash: PRF.Hash, _ kernels: HashKernels) throws {
        let prf = PRF(hash, kernels: kernels)
        var generator = SeededGenerator(seed: 6)
        for seedByteCount in [20, 77, 160, 161] {
            for byteCount in [12, 32, 48, 72, 104, 160] {
                let secret = generator.bytes(48)
                let seed = generator.bytes(seedByteCount)
                let needles = Self.needles(hash, secret, seed, byteCount).bytes
                #expect(StackRemains(ofKnownLeak: Array(needles.prefix(8))).needleCount == 1)

                let expected = prf.derived(secret, [], seed, byteCount)
                var output = [UInt8](repeating: 0, count: byteCount)
                let remains = StackRemains(of: needles, each: 8) {
                    var span = output.mutableSpan
                    prf.derive(secret: secret.span, label: Span(), seed: seed.span, into: &span)
                }
                #expect(output == expected)
                #expect(remains.needleCount == 0, "\(byteCount) bytes, seed of \(seedByteCount)")
                #expect(
                    seedByteCount > 160 || remains.wipedByteCount >= 32,
                    "\(byteCount) bytes, seed of \(seedByteCount)"
                )
            }
        }
    }

    /// As many as the widest kernel has lanes.
    @Test(arguments: PRF.Hash.allCases, KeyDerivationCases.kernels)
    func nothingRemainsOfABatch(_ hash: PRF.Hash, _ kernels: HashKernels) throws {
        let prf = PRF(hash, kernels: kernels)
        var generator = SeededGenerator(seed: 7)
        let count = 16
        let secrets = generator.bytes(48 * count)
        let randoms = generator.bytes(64 * count)
        let all = (0..<count).map { index -> HMACNeedles in
            let secret = Array(secrets[48 * index..<48 * (index + 1)])
            let random = randoms[64 * index..<64 * (index + 1)]
            return Self.needles(hash, secret, Array("master secret".utf8) + random, 48)
        }
        let needles = all.flatMap(\.bytes) + HMACNeedles.lanes(all)

        var masters = [UInt8](repeating: 0, count: 48 * count)
        func derive() {
            var span = masters.mutableSpan
            try? prf.masterSecrets(
                count: count,
                premasterSecrets: secrets.span,
                randoms: randoms.span,
                into: &span
            )
        }
        derive()
        let expected = masters
        let remains = StackRemains(of: needles, each: 8, after: derive)
        #expect(masters == expected)
        #expect(remains.needleCount == 0)
        #expect(remains.wipedByteCount >= 32)
    }

    private static func needles(
        _ hash: PRF.Hash,
        _ secret: [UInt8],
        _ seed: [UInt8],
        _ byteCount: Int
    ) -> HMACNeedles {
        let algorithm: HashAlgorithm = hash == .sha256 ? .sha256 : .sha384
        var needles = HMACNeedles(algorithm, key: secret)
        var a = needles.tag(of: seed)
        for start in stride(from: 0, to: byteCount, by: algorithm.digestByteCount) {
            if start > 0 { a = needles.tag(of: a) }
            _ = needles.tag(of: a + seed)
        }
        return needles
    }
}
