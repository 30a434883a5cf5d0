// SPDX-License-Identifier: Apache-2.0

private import CGMP

/// Arithmetic on limbs that takes the same time for every value of a given length.
///
/// Products and powers are GMP's `mpn_sec_` functions. Pointers are to numbers of the stated limb
/// counts; results do not overlap operands unless said.
package enum LimbArithmetic {
    // MARK: Bytes

    /// `limbs[count]` = the number that big-endian `bytes` spell. Bytes beyond the limbs must be
    /// zero; they are not looked at.
    static func load(_ limbs: MutableLimbPointer, count: Int, from bytes: Span<UInt8>) {
        for index in 0..<count {
            let end = bytes.count - index * Limbs.byteCount
            var limb: UInt64 = 0
            if end >= Limbs.byteCount {
                for offset in (end - Limbs.byteCount)..<end {
                    limb = limb << 8 | UInt64(unsafe bytes[unchecked: offset])
                }
            } else if end > 0 {
                for offset in 0..<end { limb = limb << 8 | UInt64(bytes[offset]) }
            }
            unsafe limbs[index] = limb
        }
    }

    /// bytes[range] = `limbs[count]`, big-endian, zeros in front. The number must fit.
    static func store(
        _ limbs: LimbPointer,
        count: Int,
        into bytes: inout MutableSpan<UInt8>,
        _ range: Range<Int>
    ) {
        for index in 0..<((range.count + Limbs.byteCount - 1) / Limbs.byteCount) {
            var limb = index < count ? unsafe limbs[index] : 0
            let end = range.upperBound - index * Limbs.byteCount
            let start = max(end - Limbs.byteCount, range.lowerBound)
            for offset in stride(from: end - 1, through: start, by: -1) {
                bytes[offset] = UInt8(truncatingIfNeeded: limb)
                limb >>= 8
            }
        }
    }

    /// `bytes` = `limbs[count]`, big-endian, zeros in front. The number must fit.
    static func store(_ limbs: LimbPointer, count: Int, into bytes: inout MutableSpan<UInt8>) {
        unsafe store(limbs, count: count, into: &bytes, 0..<bytes.count)
    }

    // MARK: Comparison

    static func isZero(_ a: LimbPointer, count: Int) -> Mask {
        var bits: UInt64 = 0
        for index in 0..<count { bits |= unsafe a[index] }
        return .isZero(bits)
    }

    static func equal(_ a: LimbPointer, _ b: LimbPointer, count: Int) -> Mask {
        var bits: UInt64 = 0
        for index in 0..<count { bits |= unsafe a[index] ^ b[index] }
        return .isZero(bits)
    }

    /// Whether a < b.
    package static func less(_ a: LimbPointer, _ b: LimbPointer, count: Int) -> Mask {
        var isLess = !Mask.isZero(0)
        for index in 0..<count {
            let (limb, other) = unsafe (a[index], b[index])
            isLess = .less(limb, other) | (.equal(limb, other) & isLess)
        }
        return isLess
    }

    /// Whether a < 2^bitCount.
    package static func isBelowPowerOfTwo(_ a: LimbPointer, count: Int, bitCount: Int) -> Mask {
        var bits: UInt64 = 0
        for index in 0..<count {
            let start = index * Limbs.bitCount
            if start >= bitCount {
                unsafe bits |= a[index]
            } else if start + Limbs.bitCount > bitCount {
                unsafe bits |= a[index] >> UInt64(bitCount - start)
            }
        }
        return .isZero(bits)
    }

    // MARK: Sums

    /// r = a + b; returns the carry. `r` may be `a` or `b`.
    @discardableResult
    static func add(_ r: MutableLimbPointer, _ a: LimbPointer, _ b: LimbPointer, count: Int)
        -> UInt64
    {
        unsafe handshake_mpn_cnd_add_n(1, r, a, b, count)
    }

    /// r = a − b; returns the borrow. `r` may be `a` or `b`.
    @discardableResult
    static func subtract(_ r: MutableLimbPointer, _ a: LimbPointer, _ b: LimbPointer, count: Int)
        -> UInt64
    {
        unsafe handshake_mpn_cnd_sub_n(1, r, a, b, count)
    }

    /// r = a − b mod m for a, b < m. `r` may be `a` or `b`.
    static func subtractModular(
        _ r: MutableLimbPointer,
        _ a: LimbPointer,
        _ b: LimbPointer,
        modulus m: LimbPointer,
        count: Int
    ) {
        let borrow = unsafe subtract(r, a, b, count: count)
        _ = unsafe handshake_mpn_cnd_add_n(borrow, r, r, m, count)
    }

    /// a = a − b if `condition` holds; the borrow is zero if it does not.
    @discardableResult
    static func subtract(
        _ b: LimbPointer,
        from a: MutableLimbPointer,
        count: Int,
        if condition: Mask
    ) -> UInt64 {
        unsafe handshake_mpn_cnd_sub_n(condition.bits & 1, a, a, b, count)
    }

    /// a += addend, one limb; the carry out of the last limb is dropped.
    package static func add(_ addend: UInt64, to a: MutableLimbPointer, count: Int) {
        var carry = addend
        for index in 0..<count {
            let sum = unsafe a[index] &+ carry
            unsafe a[index] = sum
            carry = Mask.less(sum, carry).bits & 1
        }
    }

    /// a −= subtrahend, one limb; the borrow out of the last limb is dropped.
    package static func subtract(_ subtrahend: UInt64, from a: MutableLimbPointer, count: Int) {
        var borrow = subtrahend
        for index in 0..<count {
            let limb = unsafe a[index]
            unsafe a[index] = limb &- borrow
            borrow = Mask.less(limb, borrow).bits & 1
        }
    }

    /// a = −a modulo the power of two that its limbs hold if `condition` holds.
    static func negate(_ a: MutableLimbPointer, count: Int, if condition: Mask) {
        for index in 0..<count { unsafe a[index] ^= condition.bits }
        unsafe add(condition.bits & 1, to: a, count: count)
    }

    /// a >>= 1 if `condition` holds.
    static func halve(_ a: MutableLimbPointer, count: Int, if condition: Mask) {
        for index in 0..<count {
            let above = index + 1 < count ? unsafe a[index + 1] : 0
            let half = unsafe a[index] >> 1 | above << 63
            unsafe a[index] = unsafe condition.select(half, else: a[index])
        }
    }

    // MARK: Products and powers

    /// r[an + bn] = a[an] · b[bn]; an ≥ bn.
    static func multiply(
        _ r: MutableLimbPointer,
        _ a: LimbPointer,
        _ aCount: Int,
        _ b: LimbPointer,
        _ bCount: Int,
        scratch: MutableLimbPointer
    ) {
        unsafe handshake_mpn_sec_mul(r, a, aCount, b, bCount, scratch)
    }

    static func multiplyScratchLimbCount(_ aCount: Int, _ bCount: Int) -> Int {
        handshake_mpn_sec_mul_itch(aCount, bCount)
    }

    /// r[modulusCount] = base[baseCount] ^ exponent mod modulus, which is odd with a top limb that
    /// is not zero. All `exponentBitCount` bits are processed.
    static func power(
        _ r: MutableLimbPointer,
        base: LimbPointer,
        baseCount: Int,
        exponent: LimbPointer,
        exponentBitCount: Int,
        modulus: LimbPointer,
        modulusCount: Int,
        scratch: MutableLimbPointer
    ) {
        unsafe handshake_mpn_sec_powm(
            r,
            base,
            baseCount,
            exponent,
            exponentBitCount,
            modulus,
            modulusCount,
            scratch
        )
    }

    static func powerScratchLimbCount(baseCount: Int, exponentBitCount: Int, modulusCount: Int)
        -> Int
    {
        handshake_mpn_sec_powm_itch(baseCount, exponentBitCount, modulusCount)
    }
}
