// SPDX-License-Identifier: Apache-2.0

import CGMP  // links what the oracle calls
import CMontgomeryOracle
import SelfTestCases
import TestSupport
import Testing

/// Squarings, and the largest multiples of a modulus.
@Suite struct MontgomerySquareTests {
    /// A kernel at one size.
    struct Size: CustomStringConvertible, Sendable {
        let kernel: MontgomeryKernel
        let limbCount: Int
        var description: String { "\(kernel), \(64 * limbCount) bits" }
    }

    static let singles = MontgomeryKernel.supported.filter { $0.laneCount == 1 }

    /// Squarings a size.
    static let squareCount = 100_000

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
