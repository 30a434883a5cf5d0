// SPDX-License-Identifier: Apache-2.0

import CMontgomeryOracle
import HandshakeCore
import TestSupport
import Testing

/// The arithmetic that no kernel and no function of GMP does, against GMP and plain branches.
@Suite("Limb arithmetic")
struct LimbArithmeticTests {
    private static let counts = Array(1...33) + [47, 48, 64, 65, 128, 256]

    /// Numbers of `count` limbs: the ends of the range, single bits, runs of ones, and random ones.
    private static func numbers(
        _ count: Int,
        _ generator: inout SeededGenerator
    ) -> [[UInt64]] {
        func random() -> [UInt64] { (0..<count).map { _ in generator.next() } }
        var numbers: [[UInt64]] = [
            Array(repeating: 0, count: count), Array(repeating: .max, count: count),
            [1] + Array(repeating: 0, count: count - 1),
            Array(repeating: 0, count: count - 1) + [1 << 63],
            Array(repeating: 0, count: count - 1) + [1],
            Array(repeating: .max, count: count - 1) + [1],
        ]
        // What an estimate of a quotient's digit is furthest off for.
        var runs = random().map { $0 & 1 == 0 ? 0 : UInt64.max }
        runs[count - 1] = 1 << 63
        numbers += [runs, random(), random()]
        return numbers
    }

    @Test(arguments: counts)
    func quotientsAreThoseOfGMP(divisorCount: Int) {
        var generator = SeededGenerator(seed: UInt64(divisorCount))
        let divisors = Self.numbers(divisorCount, &generator).filter { $0[divisorCount - 1] != 0 }
        for excess in [0, 1, 2, divisorCount] {
            let count = divisorCount + excess
            for divisor in divisors {
                let dividends =
                    Self.numbers(count, &generator)
                    + Self.neighbours(ofMultiplesOf: divisor, count: count, &generator)
                for dividend in dividends {
                    #expect(Self.isRight(dividend, by: divisor))
                }
            }
        }
    }

    /// A divisor times a power of 2^64, in the top limbs, and its neighbours.
    private static func neighbours(
        ofMultiplesOf divisor: [UInt64],
        count: Int,
        _ generator: inout SeededGenerator
    ) -> [[UInt64]] {
        let multiple = Array(repeating: 0, count: count - divisor.count) + divisor
        var less = multiple
        var more = multiple
        unsafe LimbArithmetic.subtract(1, from: &less, count: count)
        unsafe LimbArithmetic.add(1, to: &more, count: count)
        return [multiple, less, more]
    }

    private static func isRight(_ dividend: [UInt64], by divisor: [UInt64]) -> Bool {
        let count = dividend.count
        let divisorCount = divisor.count
        var quotient = [UInt64](repeating: 7, count: count - divisorCount + 1)
        var remainder = [UInt64](repeating: 7, count: divisorCount)
        var scratch = [UInt64](
            repeating: 7,
            count: LimbArithmetic.divideScratchLimbCount(count, divisorCount)
        )
        unsafe LimbArithmetic.divide(
            dividend,
            count: count,
            by: divisor,
            count: divisorCount,
            quotient: &quotient,
            remainder: &remainder,
            scratch: &scratch
        )
        var expectedQuotient = quotient.map { _ in 0 as UInt64 }
        var expectedRemainder = remainder.map { _ in 0 as UInt64 }
        unsafe oracle_divide(
            &expectedQuotient,
            &expectedRemainder,
            dividend,
            count,
            divisor,
            divisorCount
        )
        return quotient == expectedQuotient && remainder == expectedRemainder
    }

    @Test(arguments: counts)
    func comparisonsAreThoseOfBranches(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        var numbers = Self.numbers(count, &generator)
        // Two that differ in one limb only.
        for index in [0, count / 2, count - 1] {
            var other = numbers[numbers.count - 1]
            other[index] ^= 1
            numbers.append(other)
        }
        for a in numbers {
            for b in numbers {
                let isLess = a.reversed().lexicographicallyPrecedes(b.reversed())
                let mask = unsafe LimbArithmetic.less(a, b, count: count)
                #expect(mask.bits == (isLess ? .max : 0))
            }
            let bitCount =
                64 * ((a.lastIndex { $0 != 0 } ?? -1) + 1)
                - (a.last { $0 != 0 }?.leadingZeroBitCount ?? 0)
            for limit in [0, 1, 63, 64, 65, bitCount - 1, bitCount, bitCount + 1, 64 * count]
            where limit >= 0 {
                let mask = unsafe LimbArithmetic.isBelowPowerOfTwo(
                    a,
                    count: count,
                    bitCount: limit
                )
                #expect(mask.bits == (bitCount <= limit ? .max : 0))
            }
        }
    }

    @Test(arguments: counts)
    func carriesAndBorrowsGoThrough(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for number in Self.numbers(count, &generator) {
            for limb in [0, 1, 2, .max - 1, .max, generator.next()] as [UInt64] {
                var sum = number
                unsafe LimbArithmetic.add(limb, to: &sum, count: count)
                var expected = number
                var carry = limb
                for index in 0..<count where carry != 0 {
                    let (value, overflow) = expected[index].addingReportingOverflow(carry)
                    expected[index] = value
                    carry = overflow ? 1 : 0
                }
                #expect(sum == expected)
                unsafe LimbArithmetic.subtract(limb, from: &sum, count: count)
                #expect(sum == number)
            }
        }
    }
}
