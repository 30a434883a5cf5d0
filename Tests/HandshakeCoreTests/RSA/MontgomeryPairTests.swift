import CGMP  // links what the oracle calls
import CMontgomeryOracle
import SelfTestCases
import TestSupport
import Testing

/// What only some kernels have: two powers of one base side by side; and squarings.
@Suite struct MontgomeryPairTests {
    /// A kernel at one size.
    struct Size: CustomStringConvertible, Sendable {
        let kernel: MontgomeryKernel
        let limbCount: Int
        var description: String { "\(kernel), \(64 * limbCount) bits" }
    }

    static let pairSizes = MontgomeryKernel.supported.filter(\.hasPairs).flatMap { kernel in
        kernel.powerLimbCounts.map { Size(kernel: kernel, limbCount: $0) }
    }
    static let singles = MontgomeryKernel.supported.filter { $0.laneCount == 1 }

    /// Random pairs a size, structured results a size, and squarings a size.
    static let pairCount = 1_000
    static let structuredCount = 20_000
    static let squareCount = 100_000

    /// Two moduli, prepared.
    @safe final class Pair {
        let size: Size
        let moduli: [[UInt64]]
        private let contexts: [UnsafeMutableRawPointer]

        init(_ size: Size, _ shapes: [NumberShape], using generator: inout SeededGenerator) {
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

    @Test(arguments: pairSizes)
    func randomPairsAgreeWithGMP(_ size: Size) {
        let limbCount = size.limbCount
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var wrong = 0
        var pair = Pair(size, [.random, .random], using: &generator)
        for call in 0..<Self.pairCount {
            if call.isMultiple(of: 10) {
                pair = Pair(size, [.random, .random], using: &generator)
            }
            let base = NumberShape.random.limbs(2 * limbCount, using: &generator)
            let exponents = (0..<2).map { _ in
                NumberShape.random.limbs(limbCount, using: &generator)
            }
            if !pair.powersAgree(base, exponents) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    /// Different shapes of the two moduli, so primes of different lengths too, and of the exponents.
    @Test(arguments: pairSizes)
    func pairsOfExtremesAgreeWithGMP(_ size: Size) {
        let limbCount = size.limbCount
        var generator = SeededGenerator(seed: UInt64(limbCount))
        for firstShape in NumberShape.allCases {
            for secondShape in NumberShape.allCases {
                let pair = Pair(size, [firstShape, secondShape], using: &generator)
                for baseShape in NumberShape.allCases {
                    let base = baseShape.limbs(2 * limbCount, using: &generator)
                    let exponents = [baseShape, .some(using: &generator)].map {
                        $0.limbs(limbCount, using: &generator)
                    }
                    let agree = pair.powersAgree(base, exponents)
                    #expect(agree, "moduli \(firstShape), \(secondShape); base \(baseShape)")
                }
            }
        }
    }

    /// Results of long runs of ones and zeros, whose carries ripple over whole groups of digits: bases
    /// as they are, to the power of 1.
    @Test(arguments: pairSizes)
    func structuredResultsAgreeWithGMP(_ size: Size) {
        let limbCount = size.limbCount
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var wrong = 0
        var pair = Pair(size, [.ones, .random], using: &generator)
        for call in 0..<Self.structuredCount {
            if call.isMultiple(of: 100) {
                pair = Pair(size, [.some(using: &generator), .ones], using: &generator)
            }
            let base = NumberShape.some(using: &generator).limbs(limbCount, using: &generator)
            let zeros = Array(repeating: UInt64(0), count: limbCount)
            if !pair.powersAgree(base + zeros, [[1], [1]]) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    /// The largest multiple of a modulus that clears its low digit: the modulus ends in 1 (mod 2^52),
    /// so that t = 2^52 - 1, and is itself the largest there is.
    @Test(
        arguments: singles.flatMap { kernel in
            kernel.powerLimbCounts.map { Size(kernel: kernel, limbCount: $0) }
        }
    )
    func largestMultiplesAgreeWithGMP(_ size: Size) {
        let limbCount = size.limbCount
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var modulus = Array(repeating: UInt64.max, count: limbCount)
        modulus[0] = modulus[0] << 52 | 1
        let lanes = MontgomeryLanes(size.kernel, limbCount: limbCount) { _ in modulus }
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
    @Test(
        arguments: singles.flatMap { kernel in
            kernel.productLimbCounts.map { Size(kernel: kernel, limbCount: $0) }
        }
    )
    func squaresAgreeWithGMP(_ size: Size) {
        let limbCount = size.limbCount
        var generator = SeededGenerator(seed: UInt64(limbCount))
        var wrong = 0
        for shape in NumberShape.allCases {
            let lanes = MontgomeryLanes(size.kernel, limbCount: limbCount) { _ in
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

    /// AVX-512 IFMA's, with one lane and with eight, and AVX-IFMA's.
    @Test(arguments: MontgomeryKernel.supported.filter { $0.name.contains("ifma") })
    func onlyItsSizesAreCovered(_ kernel: MontgomeryKernel) {
        for limbCount in 0...80 {
            let isCovered = kernel.contextByteCount(limbCount) > 0
            #expect(isCovered == [16, 24, 32, 48, 64].contains(limbCount))
        }
    }
}
