#if arch(x86_64)
import CGMP  // links what the oracle calls
import CHandshakeKernels
import CMontgomeryOracle
import SelfTestCases
import TestSupport
import Testing

/// What only the x1 kernel has: two powers of one base side by side.
@Suite(
    .enabled(
        if: MontgomeryKernel.x86IFMAX1.isSupported,
        "this CPU has no AVX-512 IFMA, or HANDSHAKE_CPU_DISABLE takes it away"
    )
)
struct MontgomeryX86IFMAX1Tests {
    /// How the pair's digits lie.
    enum PairLayout: CaseIterable { case sideBySide, packed }

    /// Random pairs a size, structured results a size, and squarings a size.
    static let pairCount = 1_000
    static let structuredCount = 20_000
    static let squareCount = 100_000

    /// Two moduli, prepared.
    @safe final class Pair {
        let limbCount: Int
        let moduli: [[UInt64]]
        private let contexts: [UnsafeMutableRawPointer]

        init(_ limbCount: Int, _ shapes: [NumberShape], using generator: inout SeededGenerator) {
            let kernel = MontgomeryKernel.x86IFMAX1
            self.limbCount = limbCount
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

        func powersAgree(
            _ layout: PairLayout,
            _ base: [UInt64],
            _ exponents: [[UInt64]]
        ) -> Bool {
            var results = moduli.map { $0.map { _ in UInt64.max } }
            var first = results[0]
            var second = results[1]
            let powerPair =
                switch layout {
                case .sideBySide: unsafe handshake_montgomery_x86_ifma_x1_power_pair
                case .packed: unsafe handshake_montgomery_x86_ifma_x1_packed_power_pair
                }
            unsafe powerPair(
                contexts[0],
                contexts[1],
                &first,
                &second,
                base,
                exponents[0],
                exponents[1],
                exponents[0].count
            )
            for (index, modulus) in moduli.enumerated() {
                unsafe oracle_power(
                    &results[index],
                    base,
                    base.count,
                    exponents[index],
                    exponents[index].count,
                    modulus,
                    limbCount
                )
            }
            return results == [first, second]
        }
    }

    @Test(arguments: MontgomeryKernel.x86IFMAX1.powerLimbCounts, PairLayout.allCases)
    func randomPairsAgreeWithGMP(limbCount: Int, layout: PairLayout) {
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var wrong = 0
        var pair = Pair(limbCount, [.random, .random], using: &generator)
        for call in 0..<Self.pairCount {
            if call.isMultiple(of: 10) {
                pair = Pair(limbCount, [.random, .random], using: &generator)
            }
            let base = NumberShape.random.limbs(2 * limbCount, using: &generator)
            let exponents = (0..<2).map { _ in
                NumberShape.random.limbs(limbCount, using: &generator)
            }
            if !pair.powersAgree(layout, base, exponents) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    /// Different shapes of the two moduli, so primes of different lengths too, and of the exponents.
    @Test(arguments: MontgomeryKernel.x86IFMAX1.powerLimbCounts, PairLayout.allCases)
    func pairsOfExtremesAgreeWithGMP(limbCount: Int, layout: PairLayout) {
        var generator = SeededGenerator(seed: UInt64(limbCount))
        for firstShape in NumberShape.allCases {
            for secondShape in NumberShape.allCases {
                let pair = Pair(limbCount, [firstShape, secondShape], using: &generator)
                for baseShape in NumberShape.allCases {
                    let base = baseShape.limbs(2 * limbCount, using: &generator)
                    let exponents = [baseShape, .some(using: &generator)].map {
                        $0.limbs(limbCount, using: &generator)
                    }
                    let agree = pair.powersAgree(layout, base, exponents)
                    #expect(agree, "moduli \(firstShape), \(secondShape); base \(baseShape)")
                }
            }
        }
    }

    /// Results of long runs of ones and zeros, whose carries ripple over whole groups of digits: bases
    /// as they are, to the power of 1.
    @Test(arguments: MontgomeryKernel.x86IFMAX1.powerLimbCounts, PairLayout.allCases)
    func structuredResultsAgreeWithGMP(limbCount: Int, layout: PairLayout) {
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var wrong = 0
        var pair = Pair(limbCount, [.ones, .random], using: &generator)
        for call in 0..<Self.structuredCount {
            if call.isMultiple(of: 100) {
                pair = Pair(limbCount, [.some(using: &generator), .ones], using: &generator)
            }
            let base = NumberShape.some(using: &generator).limbs(limbCount, using: &generator)
            let zeros = Array(repeating: UInt64(0), count: limbCount)
            if !pair.powersAgree(layout, base + zeros, [[1], [1]]) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    /// The largest multiple of a modulus that clears its low digit: the modulus ends in 1 (mod 2^52),
    /// so that t = 2^52 - 1, and is itself the largest there is.
    @Test(arguments: MontgomeryKernel.x86IFMAX1.powerLimbCounts)
    func largestMultiplesAgreeWithGMP(limbCount: Int) {
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var modulus = Array(repeating: UInt64.max, count: limbCount)
        modulus[0] = modulus[0] << 52 | 1
        let lanes = MontgomeryLanes(.x86IFMAX1, limbCount: limbCount) { _ in modulus }
        for baseShape in NumberShape.allCases {
            let base = baseShape.limbs(2 * limbCount, using: &generator)
            let exponent = Array(repeating: UInt64.max, count: limbCount)
            unsafe MontgomeryLanes.copy(base, to: lanes.a[0])
            unsafe MontgomeryLanes.copy(exponent, to: lanes.b[0])
            lanes.power(exponentLimbCount: limbCount)
            var expected = modulus
            unsafe oracle_power(
                &expected,
                base,
                base.count,
                exponent,
                limbCount,
                modulus,
                limbCount
            )
            let result = unsafe Array(
                UnsafeBufferPointer(start: lanes.results[0], count: limbCount)
            )
            #expect(result == expected, "base \(baseShape)")
        }
    }

    /// A public exponent of 2 is the dedicated squaring, between two products with constants.
    @Test(arguments: MontgomeryKernel.x86IFMAX1.productLimbCounts)
    func squaresAgreeWithGMP(limbCount: Int) {
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var wrong = 0
        for shape in NumberShape.allCases {
            let lanes = MontgomeryLanes(.x86IFMAX1, limbCount: limbCount) { _ in
                shape.modulus(limbCount, using: &generator)
            }
            for _ in 0..<(Self.squareCount / NumberShape.allCases.count) {
                let a = NumberShape.some(using: &generator).limbs(limbCount, using: &generator)
                unsafe MontgomeryLanes.copy(a, to: lanes.a[0])
                lanes.powerPublic([2])
                // 0 bits of R: a plain product.
                let isRight = unsafe oracle_is_montgomery_product(
                    lanes.results[0],
                    lanes.a[0],
                    lanes.a[0],
                    lanes.moduli[0],
                    limbCount,
                    0
                )
                if isRight == 0 { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test func onlyItsSizesAreCovered() {
        for limbCount in 0...80 {
            let isCovered = MontgomeryKernel.x86IFMAX1.contextByteCount(limbCount) > 0
            #expect(isCovered == [16, 24, 32, 48, 64].contains(limbCount))
        }
    }
}
#endif
