// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
package import HandshakeTLS
internal import TestSupport
internal import TestVectors

/// The PRF of TLS 1.2 and HKDF: their vectors on every kernel, and batches against single ones.
package enum KeyDerivationCases {
    package static let all: [SelfTestCase] =
        kernels.flatMap { kernels in
            let name =
                "\(kernels.sha256), \(kernels.sha512), \(kernels.sha256Lanes), \(kernels.sha512Lanes)"
            return [
                SelfTestCase("PRF vectors (\(name))") { checks, _ in
                    try prfMatchesTheVectors(kernels, &checks)
                },
                SelfTestCase("HKDF vectors (\(name))") { checks, _ in
                    try hkdfMatchesTheVectors(kernels, &checks)
                },
                SelfTestCase("batches of master secrets (\(name))") { checks, effort in
                    for hash in CipherSuiteHash.allCases {
                        try batchesAreSingleDerivations(hash, kernels, effort, &checks)
                    }
                },
            ]
        }

    /// Every kernel that this CPU can run; the others beside it are portable, so that nothing hides
    /// behind a faster one.
    package static let kernels: [HashKernels] =
        SHA256Kernel.supported.map { portable(but: $0) }
        + SHA512Kernel.supported.filter { $0 != .portable }
        .map { portable(sha512: $0) }
        + SHA256LanesKernel.supported.filter { $0 != .single }
        .map { portable(sha256Lanes: $0) }
        + SHA512LanesKernel.supported.filter { $0 != .single }
        .map { portable(sha512Lanes: $0) } + [.best]

    private static func portable(
        but sha256: SHA256Kernel = .portable,
        sha512: SHA512Kernel = .portable,
        sha256Lanes: SHA256LanesKernel = .single,
        sha512Lanes: SHA512LanesKernel = .single
    ) -> HashKernels {
        HashKernels(
            supported: sha256,
            sha512: sha512,
            sha256Lanes: sha256Lanes,
            sha512Lanes: sha512Lanes
        )
    }

    private static func prfMatchesTheVectors(
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) throws {
        let vectors = try KeyDerivationVectors.load().prf
        checks.check(vectors.count > 200)
        for vector in vectors {
            let prf = TLS12.PRF(vector.hash == "sha256" ? .sha256 : .sha384, kernels: kernels)
            let output = prf.derived(
                [UInt8](hexadecimal: vector.secret),
                [UInt8](hexadecimal: vector.label),
                [UInt8](hexadecimal: vector.seed),
                vector.output.count / 2
            )
            checks.check(output.hexadecimal == vector.output)
        }
    }

    private static func hkdfMatchesTheVectors(
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) throws {
        let vectors = try KeyDerivationVectors.load().hkdf
        checks.check(vectors.count > 10)
        for vector in vectors {
            let algorithm = HashAlgorithm(vectorName: vector.hash)
            let hkdf = HKDFFunction(algorithm, kernels: kernels)
            var key = [UInt8](repeating: 0, count: algorithm.digestByteCount)
            var span = key.mutableSpan
            try hkdf.extract(
                salt: [UInt8](hexadecimal: vector.salt).span,
                inputKeyMaterial: [UInt8](hexadecimal: vector.material).span,
                into: &span
            )
            checks.check(key.hexadecimal == vector.key)
            var output = [UInt8](repeating: 0, count: vector.output.count / 2)
            span = output.mutableSpan
            try hkdf.expand(
                pseudorandomKey: key.span,
                info: [UInt8](hexadecimal: vector.info).span,
                into: &span
            )
            checks.check(output.hexadecimal == vector.output)
        }
    }

    /// Of every size up to more than two full vectors.
    private static func batchesAreSingleDerivations(
        _ hash: CipherSuiteHash,
        _ kernels: HashKernels,
        _ effort: Effort,
        _ checks: inout Checks
    ) throws {
        let prf = TLS12.PRF(hash, kernels: kernels)
        let single = TLS12.PRF(hash, kernels: .portable)
        var generator = SeededGenerator(seed: 3)
        for count in stride(from: 0, through: 35, by: effort.pick(1, emulated: 5)) {
            // A premaster secret longer than a block is hashed first.
            for premasterByteCount in [48, 32, 140] {
                let premasters = generator.bytes(count * premasterByteCount)
                let randoms = generator.bytes(count * 64)
                var outputs = [UInt8](repeating: 0, count: count * 48)
                var span = outputs.mutableSpan
                try prf.masterSecrets(
                    count: count,
                    premasterSecrets: premasters.span,
                    randoms: randoms.span,
                    into: &span
                )
                let expected = (0..<count).flatMap { index in
                    let start = index * premasterByteCount
                    return single.derived(
                        Array(premasters[start..<start + premasterByteCount]),
                        [UInt8]("master secret".utf8),
                        Array(randoms[index * 64..<(index + 1) * 64]),
                        48
                    )
                }
                checks.check(outputs == expected, "\(count) of \(premasterByteCount) bytes")
            }
        }
    }
}

extension TLS12.PRF {
    package func derived(
        _ secret: [UInt8],
        _ label: [UInt8],
        _ seed: [UInt8],
        _ count: Int
    ) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: count)
        var span = output.mutableSpan
        derive(secret: secret.span, label: label.span, seed: seed.span, into: &span)
        return output
    }
}
