// SPDX-License-Identifier: Apache-2.0

private import CGMP

/// Division by secrets: Knuth's algorithm D (The Art of Computer Programming, 4.3.1) with every
/// correction a masked addition. GMP's `mpn_sec_div_` functions look the reciprocal of the divisor's
/// top limb up in a table, by its top bits.
extension LimbArithmetic {
    /// `remainder[divisorCount]`, and `quotient[count − divisorCount + 1]` if it is wanted, =
    /// a[count] divided by the divisor, whose top limb is not zero; count ≥ divisorCount.
    /// `remainder` may be `a`.
    package static func divide(
        _ a: LimbPointer,
        count: Int,
        by divisor: LimbPointer,
        count divisorCount: Int,
        quotient: MutableLimbPointer?,
        remainder: MutableLimbPointer,
        scratch: MutableLimbPointer
    ) {
        // D1: both numbers shifted, so that the divisor's top bit is set. A limb is put in front of
        // each.
        let shift = unsafe UInt64((divisor[divisorCount - 1] | 1).leadingZeroBitCount)
        let shifted = unsafe scratch
        let rest = unsafe scratch + divisorCount + 1
        unsafe shiftLeft(shifted, divisor, count: divisorCount, by: shift)
        unsafe shiftLeft(rest, a, count: count, by: shift)
        let top = unsafe shifted[divisorCount - 1]
        let reciprocal = reciprocal(of: top)

        for position in stride(from: count - divisorCount, through: 0, by: -1) {
            // D3
            let part = unsafe rest + position
            var digit = unsafe estimate(
                part[divisorCount],
                part[divisorCount - 1],
                dividedBy: top,
                reciprocal
            )
            // D4
            let high = unsafe handshake_mpn_submul_1(part, shifted, divisorCount, digit)
            var borrow = unsafe Mask.less(part[divisorCount], high).bits & 1
            unsafe part[divisorCount] &-= high
            // D6: the estimate is right, or too large by one or two.
            for _ in 0..<2 {
                digit &-= borrow
                unsafe borrow &-= handshake_mpn_cnd_add_n(
                    borrow,
                    part,
                    part,
                    shifted,
                    divisorCount + 1
                )
            }
            if let quotient = unsafe quotient { unsafe quotient[position] = digit }
        }

        // D8: what is left, shifted back.
        for index in 0..<divisorCount {
            unsafe remainder[index] =
                rest[index] &>> shift | (rest[index + 1] &<< 1) &<< (63 &- shift)
        }
    }

    package static func divideScratchLimbCount(_ count: Int, _ divisorCount: Int) -> Int {
        count + 1 + divisorCount + 1
    }

    /// r[count + 1] = a[count] · 2^shift, for a shift below 64.
    private static func shiftLeft(
        _ r: MutableLimbPointer,
        _ a: LimbPointer,
        count: Int,
        by shift: UInt64
    ) {
        var below: UInt64 = 0
        for index in 0..<count {
            let limb = unsafe a[index]
            unsafe r[index] = limb &<< shift | (below &>> 1) &>> (63 &- shift)
            below = limb
        }
        unsafe r[count] = (below &>> 1) &>> (63 &- shift)
    }

    /// (2^128 − 1) / divisor − 2^64, for a divisor with its top bit set, one bit in each step.
    private static func reciprocal(of divisor: UInt64) -> UInt64 {
        var high = ~divisor
        var low = UInt64.max
        var quotient: UInt64 = 0
        for _ in 0..<UInt64.bitWidth {
            let isOut = !Mask.isZero(high >> 63)
            high = high << 1 | low >> 63
            low <<= 1
            let fits = isOut | !Mask.less(high, divisor)
            high &-= fits.bits & divisor
            quotient = quotient << 1 | fits.bits & 1
        }
        return quotient
    }

    /// (high · 2^64 + low) / divisor, or 2^64 − 1 where it is more, for high ≤ divisor: algorithm 4
    /// of Möller and Granlund, "Improved Division by Invariant Integers".
    private static func estimate(
        _ high: UInt64,
        _ low: UInt64,
        dividedBy divisor: UInt64,
        _ reciprocal: UInt64
    ) -> UInt64 {
        let product = high.multipliedFullWidth(by: reciprocal)
        let productLow = product.low &+ low
        let carry = Mask.less(productLow, low).bits & 1
        var quotient = product.high &+ high &+ carry &+ 1
        var remainder = low &- quotient &* divisor
        let isTooLarge = Mask.less(productLow, remainder)
        quotient &+= isTooLarge.bits
        remainder &+= isTooLarge.bits & divisor
        let isTooSmall = !Mask.less(remainder, divisor)
        quotient &-= isTooSmall.bits
        return quotient | (!Mask.less(high, divisor)).bits
    }
}
