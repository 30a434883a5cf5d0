// SPDX-License-Identifier: Apache-2.0

internal import CGMP  // links what the oracle calls
internal import CMontgomeryOracle
package import HandshakeCore
internal import TestSupport
internal import TestVectors

/// RSA with every kernel: whole operations against GMP, the vectors of all schemes, batches.
package enum RSACases {
    package static let all: [SelfTestCase] =
        ["rsa2048", "rsa3072", "rsa4096"].map { name in
            SelfTestCase("operations of \(name) against GMP") { checks, _ in
                try operationsAgreeWithGMP(.named(name), &checks)
            }
        }
        + RSATestKey.kernels.flatMap { kernel in
            [
                SelfTestCase("RSA with long public exponents, \(kernel)") { checks, effort in
                    try longExponentsAgreeWithGMP(kernel, effort, &checks)
                },
                SelfTestCase("RSA batches, \(kernel)") { checks, effort in
                    for isMixed in [false, true] {
                        try batchesAreTheirOperations(kernel, isMixed, effort, &checks)
                    }
                },
            ]
                + RSAVectors.keys.map { file in
                    SelfTestCase("RSA vectors of \(file), \(kernel)") { checks, _ in
                        try RSAVectorCases.allHold(RSATestKey(file), kernel, &checks)
                    }
                }
        }

    /// 50 private and as many public operations on random numbers. A private result is compared
    /// modulo each prime.
    private static func operationsAgreeWithGMP(
        _ testKey: RSATestKey,
        _ checks: inout Checks
    ) throws {
        let keys = try RSATestKey.kernels.map { try testKey.privateKey(kernel: $0) }
        let halves = [(testKey.dP, testKey.p), (testKey.dQ, testKey.q)]
        var generator = SeededGenerator(seed: 50)
        for _ in 0..<50 {
            let input = [0] + generator.bytes(testKey.n.count - 1)
            let residues = halves.map { power(input, $0, modulo: $1) }
            let encrypted = power(input, testKey.e, modulo: testKey.n)
            for key in keys {
                let result = try key.rawOperation(input)
                checks.check(
                    halves.map { power(result, [1], modulo: $1) } == residues
                        && result.lexicographicallyPrecedes(testKey.n),
                    "private, \(key.kernel)"
                )
                let publicResult = try key.publicKey.rawOperation(input)
                checks.check(publicResult == encrypted, "public, \(key.kernel)")
            }
        }
    }

    /// Public exponents around each limb's end, up to the longest: keys made of primes and of a private
    /// exponent, single operations, and batches in which lanes have exponents that they do not take.
    private static func longExponentsAgreeWithGMP(
        _ kernel: RSAKernel,
        _ effort: Effort,
        _ checks: inout Checks
    ) throws {
        let testKey = RSATestKey.named("rsa2048")
        let n = testKey.n
        var generator = SeededGenerator(seed: 51)
        var keys = [try testKey.privateKey(kernel: kernel)]
        let bitCounts = [34, 256, 33, 63, 64, 65, 129, 255]
        for bitCount in bitCounts.prefix(effort.pick(8, emulated: 2)) {
            let key = try longExponentKey(testKey, bitCount, kernel, &generator)
            let e = key.publicKey.publicExponentBytes
            checks.check(e.count == (bitCount + 7) / 8)
            let components = key.components()
            let same = try RSAPrivateKey(
                modulus: n,
                publicExponent: e,
                privateExponent: components.d,
                kernel: kernel
            )
            let again = try RSAPrivateKey(components, kernel: kernel)
            checks.check(same == key && again == key && key != keys[0])
            checks.check(same.publicKey.hashValue == key.publicKey.hashValue)
            keys.append(key)
        }
        while keys.count < 9 { keys.append(keys[keys.count % 2]) }
        let inputs = keys.map { _ in [0] + generator.bytes(n.count - 1) }
        let encrypted = zip(keys, inputs).map {
            power($1, $0.publicKey.publicExponentBytes, modulo: n)
        }
        for (index, key) in keys.enumerated() {
            let result = try key.publicKey.rawOperation(inputs[index])
            checks.check(result == encrypted[index], "public, key \(index)")
            checks.check(try key.rawOperation(result) == inputs[index], "private, key \(index)")
        }
        let publicResults = try RSAPublicKey.rawOperation(keys.map(\.publicKey), inputs)
        checks.check(publicResults.map { try? $0.get() } == encrypted, "public batch")
        let results = try RSAPrivateKey.rawOperation(keys, encrypted)
        checks.check(results.map { try? $0.get() } == inputs, "private batch")
    }

    /// The key with a test key's primes and an exponent of so many bits that is prime to p − 1 and q − 1.
    private static func longExponentKey(
        _ testKey: RSATestKey,
        _ bitCount: Int,
        _ kernel: RSAKernel,
        _ generator: inout SeededGenerator
    ) throws -> RSAPrivateKey {
        let p = SecretBytes(copying: testKey.p)
        let q = SecretBytes(copying: testKey.q)
        while true {
            var e = generator.bytes((bitCount + 7) / 8)
            e[0] = e[0] & (0xff >> UInt8((8 - bitCount % 8) % 8)) | 1 << UInt8((bitCount + 7) % 8)
            e[e.count - 1] |= 1
            do throws(RSAKeyError) {
                return try RSAPrivateKey(prime1: p, prime2: q, publicExponent: e, kernel: kernel)
            } catch .unsupportedPublicExponent {
                continue  // it has a divisor in common with p − 1 or q − 1
            }
        }
    }

    /// base ^ exponent mod n by GMP; all big-endian.
    private static func power(
        _ base: [UInt8],
        _ exponent: [UInt8],
        modulo n: [UInt8]
    ) -> [UInt8] {
        let (base, exponent, modulus) = (limbs(base), limbs(exponent), limbs(n))
        var result = modulus
        unsafe oracle_power(
            &result,
            base,
            base.count,
            exponent,
            exponent.count,
            modulus,
            modulus.count
        )
        let bytes = result.reversed().flatMap { limb in
            (0..<8).map { UInt8(truncatingIfNeeded: limb >> (56 - 8 * $0)) }
        }
        return bytes.suffix(n.count)
    }

    private static func limbs(_ bytes: [UInt8]) -> [UInt64] {
        stride(from: bytes.count, to: 0, by: -8).map { end in
            bytes[max(0, end - 8)..<end].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    private static func batchesAreTheirOperations(
        _ kernel: RSAKernel,
        _ isMixed: Bool,
        _ effort: Effort,
        _ checks: inout Checks
    ) throws {
        var generator = SeededGenerator(seed: 11)
        let manySizes = Array(0...17) + (effort == .full ? [64, 65] : [])
        for count in kernel.lanesName != nil ? manySizes : [0, 1, 3, 9] {
            let keys = try batchKeys(count, mixed: isMixed, kernel)
            let publicKeys = keys.map(\.publicKey)
            let inputs = keys.map { [0] + generator.bytes($0.modulusByteCount - 1) }
            let expected = try zip(publicKeys, inputs).map { try $0.rawOperation($1) }
            var outcomes = [RSAError?](repeating: .inputOutOfRange, count: count)
            let joined = inputs.flatMap { $0 }
            let publicOutputs = try bytes(joined.count) { outputs in
                var outcomeSpan = outcomes.mutableSpan
                try RSAPublicKey.rawOperation(
                    publicKeys.span,
                    joined.span,
                    into: &outputs,
                    outcomes: &outcomeSpan
                )
            }
            checks.check(publicOutputs == expected.flatMap { $0 }, "public, \(count)")
            checks.check(outcomes.allSatisfy { $0 == nil }, "public, \(count)")
            outcomes = [RSAError?](repeating: .inputOutOfRange, count: count)
            let outputs = try bytes(joined.count) { outputs in
                var outcomeSpan = outcomes.mutableSpan
                try RSAPrivateKey.rawOperation(
                    keys.span,
                    publicOutputs.span,
                    into: &outputs,
                    outcomes: &outcomeSpan
                )
            }
            checks.check(outputs == joined, "private, \(count)")
            checks.check(outcomes.allSatisfy { $0 == nil }, "private, \(count)")
        }
    }

    static let batchKeyNames = [
        "rsa2048", "rsa3072", "rsa2048-second", "rsa2048-primes-unequal", "rsa2048-exponent3",
        "rsa4096", "rsa2049", "rsa2048-primes-swapped", "rsa2048-exponent33bits", "rsa2432",
    ]

    /// `count` keys: of one size, or of many.
    package static func batchKeys(
        _ count: Int,
        mixed: Bool,
        _ kernel: RSAKernel
    ) throws -> [RSAPrivateKey] {
        let names = mixed ? batchKeyNames : batchKeyNames.filter { $0.hasPrefix("rsa2048") }
        let keys = try names.map { try RSATestKey.named($0).privateKey(kernel: kernel) }
        return (0..<count).map { keys[$0 % keys.count] }
    }
}
