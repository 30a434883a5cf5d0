// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS
internal import TestSupport

/// Deriving leaves neither secrets nor what is between them and the output on the stack, whatever
/// the compiler had to spill.
package enum PRFStackCases {
    package static let all: [SelfTestCase] = CipherSuiteHash.allCases.flatMap { hash in
        KeyDerivationCases.kernels.flatMap { kernels in
            let algorithm: HashAlgorithm = hash == .sha256 ? .sha256 : .sha384
            let name = "\(hash), \(kernels.name(for: algorithm))"
            return [
                SelfTestCase("PRF's stack (\(name))") {
                    nothingRemainsOfOne(hash, kernels, $1, &$0)
                },
                SelfTestCase("PRF's stack, batch (\(name), \(kernels.lanesName(for: algorithm)))") {
                    checks,
                    _ in nothingRemainsOfABatch(hash, kernels, &checks)
                },
            ]
        }
    }

    /// A part of a digest, a whole one, several; seeds that make one to three blocks an output, and
    /// one that is longer than a kernel's own P_hash takes.
    private static func nothingRemainsOfOne(
        _ hash: CipherSuiteHash,
        _ kernels: HashKernels,
        _ effort: Effort,
        _ checks: inout Checks
    ) {
        let prf = TLS12.PRF(hash, kernels: kernels)
        var generator = SeededGenerator(seed: 6)
        for seedByteCount in [77, 160, 161, 20].prefix(effort.pick(4, emulated: 3)) {
            for byteCount in [104, 48, 12, 32, 72, 160].prefix(effort.pick(6, emulated: 2)) {
                let secret = generator.bytes(48)
                let seed = generator.bytes(seedByteCount)
                let needles = Self.needles(hash, secret, seed, byteCount).bytes
                let leak = StackRemains(ofKnownLeak: Array(needles.prefix(8)))
                checks.check(leak.needleCount == 1)

                let expected = prf.derived(secret, [], seed, byteCount)
                var output = [UInt8](repeating: 0, count: byteCount)
                let remains = StackRemains(of: needles, each: 8) {
                    var span = output.mutableSpan
                    prf.derive(secret: secret.span, label: Span(), seed: seed.span, into: &span)
                }
                let what = "\(byteCount) bytes, seed of \(seedByteCount)"
                checks.check(output == expected, what)
                checks.check(remains.needleCount == 0, "\(remains.needleCount) of \(what)")
                // A seed that is too long for the kernel goes through HMAC.
                if seedByteCount <= 160 { checks.check(remains.wipedByteCount >= 32, what) }
            }
        }
    }

    /// As many as the widest kernel has lanes.
    private static func nothingRemainsOfABatch(
        _ hash: CipherSuiteHash,
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) {
        let prf = TLS12.PRF(hash, kernels: kernels)
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
        checks.check(masters == expected)
        checks.check(remains.needleCount == 0, "\(remains.needleCount)")
        checks.check(remains.wipedByteCount >= 32, "\(remains.wipedByteCount)")
    }

    private static func needles(
        _ hash: CipherSuiteHash,
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
