// SPDX-License-Identifier: Apache-2.0

private import CGMP

/// On owned numbers, for keys that are made or checked.
extension LimbArithmetic {
    /// a · b.
    static func product(_ a: borrowing Limbs, _ b: borrowing Limbs) -> Limbs {
        if a.count < b.count { return product(b, a) }
        let r = Limbs(count: a.count + b.count)
        let scratch = Limbs(count: multiplyScratchLimbCount(a.count, b.count))
        unsafe multiply(r.base, a.base, a.count, b.base, b.count, scratch: scratch.base)
        return r
    }

    /// a mod divisor, with as many limbs as the divisor has significant ones. The divisor is not
    /// zero.
    static func remainder(_ a: borrowing Limbs, modulo divisor: borrowing Limbs) -> Limbs {
        let divisorCount = divisor.significantLimbCount
        let dividend = Limbs(copying: a, count: max(a.count, divisorCount))
        let remainder = Limbs(count: divisorCount)
        unsafe divide(dividend, by: divisor, quotient: nil, remainder: remainder.base)
        return remainder
    }

    /// a divided by divisor, rounded down, with as many limbs as `a`. The divisor is not zero.
    static func quotient(_ a: borrowing Limbs, by divisor: borrowing Limbs) -> Limbs {
        let divisorCount = divisor.significantLimbCount
        let quotient = Limbs(count: a.count)
        guard divisorCount <= a.count else { return quotient }
        let remainder = Limbs(count: divisorCount)
        unsafe divide(a, by: divisor, quotient: quotient.base, remainder: remainder.base)
        return quotient
    }

    private static func divide(
        _ a: borrowing Limbs,
        by divisor: borrowing Limbs,
        quotient: MutableLimbPointer?,
        remainder: MutableLimbPointer
    ) {
        let divisorCount = divisor.significantLimbCount
        let scratch = Limbs(count: divideScratchLimbCount(a.count, divisorCount))
        unsafe divide(
            a.base,
            count: a.count,
            by: divisor.base,
            count: divisorCount,
            quotient: quotient,
            remainder: remainder,
            scratch: scratch.base
        )
    }

    /// 1 / a mod modulus, which is odd; `nil` if there is none.
    static func inverse(_ a: borrowing Limbs, modulo modulus: borrowing Limbs) -> Limbs? {
        let count = modulus.significantLimbCount
        let reduced = remainder(a, modulo: modulus)
        let inverse = Limbs(count: count)
        let scratch = Limbs(count: handshake_mpn_sec_invert_itch(count))
        // mpn_sec_invert needs at least the bits of both numbers together.
        let exists = unsafe handshake_mpn_sec_invert(
            inverse.base,
            reduced.base,
            modulus.base,
            count,
            2 * count * Limbs.bitCount,
            scratch.base
        )
        guard exists == 1 else { return nil }
        return inverse
    }

    /// base ^ exponent mod modulus, which is odd, and public: GMP looks two limbs of it up.
    static func power(
        _ base: borrowing Limbs,
        _ exponent: borrowing Limbs,
        modulo modulus: borrowing Limbs
    ) -> Limbs {
        let count = modulus.significantLimbCount
        let result = Limbs(count: count)
        let exponentBitCount = exponent.count * Limbs.bitCount
        let scratch = Limbs(
            count: powerScratchLimbCount(
                baseCount: base.count,
                exponentBitCount: exponentBitCount,
                modulusCount: count
            )
        )
        unsafe power(
            result.base,
            base: base.base,
            baseCount: base.count,
            exponent: exponent.base,
            exponentBitCount: exponentBitCount,
            modulus: modulus.base,
            modulusCount: count,
            scratch: scratch.base
        )
        return result
    }

    /// a / 2^bitCount, rounded down, for a count from 1 to 63.
    static func shiftedRight(_ a: borrowing Limbs, bitCount: UInt64) -> Limbs {
        let quotient = Limbs(count: a.count)
        for index in 0..<a.count {
            let above = index + 1 < a.count ? unsafe a.base[index + 1] : 0
            unsafe quotient.base[index] = a.base[index] &>> bitCount | above &<< (64 &- bitCount)
        }
        return quotient
    }

    /// a − 1.
    static func predecessor(_ a: borrowing Limbs) -> Limbs {
        let r = Limbs(copying: a, count: a.count)
        unsafe subtract(1, from: r.base, count: r.count)
        return r
    }

    /// Whether a = b, whatever their limb counts.
    static func equal(_ a: borrowing Limbs, _ b: borrowing Limbs) -> Mask {
        if a.count < b.count { return equal(b, a) }
        let extended = Limbs(copying: b, count: a.count)
        return unsafe equal(a.base, extended.base, count: a.count)
    }

    /// Whether a < b, whatever their limb counts.
    static func less(_ a: borrowing Limbs, _ b: borrowing Limbs) -> Mask {
        let count = max(a.count, b.count)
        let first = Limbs(copying: a, count: count)
        let second = Limbs(copying: b, count: count)
        return unsafe less(first.base, second.base, count: count)
    }

    /// Whether a = 1.
    static func isOne(_ a: borrowing Limbs) -> Mask {
        let one = Limbs(count: a.count)
        unsafe one.base[0] = 1
        return equal(a, one)
    }

    /// The greatest common divisor of a and b, neither of them zero, in a time that depends on
    /// their limb counts alone: binary, one bit of one number goes in each of as many steps as both
    /// have bits.
    static func greatestCommonDivisor(_ a: borrowing Limbs, _ b: borrowing Limbs) -> Limbs {
        let count = max(a.count, b.count)
        let u = Limbs(copying: a, count: count)
        let v = Limbs(copying: b, count: count)
        let difference = Limbs(count: count)
        let result = Limbs(count: count)
        var commonTwos: UInt64 = 0
        for _ in 0..<(2 * count * Limbs.bitCount) {
            // Two odd numbers: the greater becomes their difference, which is even.
            let bothOdd = unsafe !Mask.isZero(u.base[0] & v.base[0] & 1)
            let isULess = unsafe !Mask.isZero(
                subtract(difference.base, u.base, v.base, count: count)
            )
            unsafe subtract(v.base, from: u.base, count: count, if: bothOdd & !isULess)
            unsafe subtract(u.base, from: v.base, count: count, if: bothOdd & isULess)
            let isUEven = unsafe Mask.isZero(u.base[0] & 1)
            let isVEven = unsafe Mask.isZero(v.base[0] & 1)
            commonTwos &+= (isUEven & isVEven).bits & 1
            unsafe halve(u.base, count: count, if: isUEven)
            unsafe halve(v.base, count: count, if: isVEven)
        }
        // One of the two is zero now, and the other is the odd part: a number becomes zero only as the
        // difference of two equal odd ones, so that no later step counted as a common two.
        unsafe add(result.base, u.base, v.base, count: count)
        for step in 0..<UInt64(count * Limbs.bitCount) {
            let isWanted = Mask.less(step, commonTwos).bits & 1
            _ = unsafe handshake_mpn_cnd_add_n(
                isWanted,
                result.base,
                result.base,
                result.base,
                count
            )
        }
        return result
    }
}
