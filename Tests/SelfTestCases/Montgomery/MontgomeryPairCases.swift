// SPDX-License-Identifier: Apache-2.0

internal import CGMP  // links what the oracle calls
internal import CMontgomeryOracle
internal import TestSupport

/// What only some kernels have: two powers of one base side by side.
package enum MontgomeryPairCases {
    package static let all: [SelfTestCase] = sizes.flatMap { size in
        [
            SelfTestCase("random pairs of powers, \(size)") {
                randomPairsAgreeWithGMP(size, $1.pick(1_000, emulated: 20), &$0)
            },
            SelfTestCase("pairs of extremes, \(size)") {
                pairsOfExtremesAgreeWithGMP(
                    size,
                    limbCount: $1.pick(size.limbCount, emulated: 2),
                    &$0
                )
            },
            SelfTestCase("pairs of structured results, \(size)") {
                structuredResultsAgreeWithGMP(size, $1.pick(20_000, emulated: 500), &$0)
            },
        ]
    }

    private static let sizes = MontgomeryCases.powerSizes.filter(\.kernel.hasPairs)

    private static func randomPairsAgreeWithGMP(
        _ size: MontgomeryCases.Size,
        _ pairCount: Int,
        _ checks: inout Checks
    ) {
        let limbCount = size.limbCount
        var generator = size.generator
        var wrong = 0
        var pair = MontgomeryPair(size, [.random, .random], using: &generator)
        for call in 0..<pairCount {
            if call.isMultiple(of: 10) {
                pair = MontgomeryPair(size, [.random, .random], using: &generator)
            }
            let base = NumberShape.random.limbs(2 * limbCount, using: &generator)
            let exponents = (0..<2).map { _ in
                NumberShape.random.limbs(limbCount, using: &generator)
            }
            if !pair.powersAgree(base, exponents) { wrong += 1 }
        }
        checks.check(wrong == 0, "\(wrong) are wrong")
    }

    /// Different shapes of the two moduli, so primes of different lengths too, and of the exponents,
    /// which have `exponentLimbCount` limbs.
    private static func pairsOfExtremesAgreeWithGMP(
        _ size: MontgomeryCases.Size,
        limbCount exponentLimbCount: Int,
        _ checks: inout Checks
    ) {
        let limbCount = size.limbCount
        var generator = size.generator
        for firstShape in NumberShape.allCases {
            for secondShape in NumberShape.allCases {
                let pair = MontgomeryPair(size, [firstShape, secondShape], using: &generator)
                for baseShape in NumberShape.allCases {
                    let base = baseShape.limbs(2 * limbCount, using: &generator)
                    let exponents = [baseShape, .some(using: &generator)].map {
                        $0.limbs(exponentLimbCount, using: &generator)
                    }
                    checks.check(
                        pair.powersAgree(base, exponents),
                        "moduli \(firstShape), \(secondShape); base \(baseShape)"
                    )
                }
            }
        }
    }

    /// Results of long runs of ones and zeros, whose carries ripple over whole groups of digits: bases
    /// as they are, to the power of 1.
    private static func structuredResultsAgreeWithGMP(
        _ size: MontgomeryCases.Size,
        _ resultCount: Int,
        _ checks: inout Checks
    ) {
        let limbCount = size.limbCount
        var generator = size.generator
        var wrong = 0
        var pair = MontgomeryPair(size, [.ones, .random], using: &generator)
        for call in 0..<resultCount {
            if call.isMultiple(of: 100) {
                pair = MontgomeryPair(size, [.some(using: &generator), .ones], using: &generator)
            }
            let base = NumberShape.some(using: &generator).limbs(limbCount, using: &generator)
            let zeros = Array(repeating: UInt64(0), count: limbCount)
            if !pair.powersAgree(base + zeros, [[1], [1]]) { wrong += 1 }
        }
        checks.check(wrong == 0, "\(wrong) are wrong")
    }
}

/// Two moduli, prepared.
@safe private final class MontgomeryPair {
    let size: MontgomeryCases.Size
    let moduli: [[UInt64]]
    private let contexts: [UnsafeMutableRawPointer]

    init(
        _ size: MontgomeryCases.Size,
        _ shapes: [NumberShape],
        using generator: inout SeededGenerator
    ) {
        let kernel = size.kernel
        let limbCount = size.limbCount
        self.size = size
        let moduli = shapes.map { $0.modulus(limbCount, using: &generator) }
        self.moduli = moduli
        unsafe contexts = moduli.map { modulus in
            let context = UnsafeMutableRawPointer.allocate(
                byteCount: kernel.contextByteCount(limbCount),
                alignment: 64
            )
            unsafe kernel.prepare(context, modulus, limbCount)
            return unsafe context
        }
    }

    deinit { _ = unsafe contexts.map { unsafe $0.deallocate() } }

    /// Whether the kernel's two powers are GMP's.
    func powersAgree(_ base: [UInt64], _ exponents: [[UInt64]]) -> Bool {
        var results = moduli.map { $0.map { _ in UInt64.max } }
        var first = results[0]
        var second = results[1]
        unsafe size.kernel.powerPair(contexts, &first, &second, base, exponents)
        for (index, modulus) in moduli.enumerated() {
            unsafe oracle_power(
                &results[index],
                base,
                base.count,
                exponents[index],
                exponents[index].count,
                modulus,
                size.limbCount
            )
        }
        return results == [first, second]
    }
}
