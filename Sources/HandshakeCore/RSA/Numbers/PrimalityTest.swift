// SPDX-License-Identifier: Apache-2.0

/// Miller-Rabin (FIPS 186-5 B.3.1) with random bases, on the kernel that computes modulo the number.
///
/// A number that passes takes a time that depends on its limb count alone.
enum PrimalityTest {
    /// A product passes a round with one base in four at most, and all of them once in 65,536 times,
    /// whoever made it. Random ones hardly ever pass the first: for them, FIPS 186-5 table B.1 asks
    /// for five rounds at 1,024 bits, and for fewer at more.
    static var roundCount: Int { 8 }

    /// The factors of two of a prime's predecessor are looked for in its low limb: all primes but one
    /// in 2^63 have no more.
    private static var maximumTwosCount: UInt64 { 63 }

    /// Whether `number` passes ``roundCount`` rounds.
    static func passes(_ number: borrowing Modulus) -> Bool {
        let count = number.limbCount
        let scratch = Limbs(count: number.scratchLimbCount)
        let predecessor = LimbArithmetic.predecessor(number.limbs)
        // Steps 1, 2: number − 1 = 2^a · m
        let lowLimb = unsafe predecessor.base[0]
        let twosCount = UInt64((lowLimb | 1 << maximumTwosCount).trailingZeroBitCount)
        let oddPart = LimbArithmetic.shiftedRight(predecessor, bitCount: twosCount)

        let one = Limbs(count: count)
        unsafe one.base[0] = 1
        unsafe number.toMontgomery(one.base, one.base, scratch: scratch.base)
        let minusOne = Limbs(count: count)
        unsafe number.toMontgomery(minusOne.base, predecessor.base, scratch: scratch.base)
        let base = Limbs(count: 2 * count)
        let z = Limbs(count: count)
        for _ in 0..<roundCount {
            // Steps 4.1, 4.2: a random base b. A multiple of the number fails; there is none.
            unsafe SystemRandom.fill(base.base, count: 2 * count)
            // Step 4.3: z = b^m mod number
            unsafe number.power(z.base, base.base, oddPart.base, scratch: scratch.base)
            unsafe number.toMontgomery(z.base, z.base, scratch: scratch.base)
            // Step 4.4
            var isPassed = LimbArithmetic.equal(z, one) | LimbArithmetic.equal(z, minusOne)
            // Step 4.5, as often as the greatest a asks for
            for step in 1..<maximumTwosCount {
                unsafe number.multiply(z.base, z.base, z.base, scratch: scratch.base)
                isPassed =
                    isPassed | (LimbArithmetic.equal(z, minusOne) & .less(step, twosCount))
            }
            let isComposite = declassify(
                (isPassed & !.isZero(lowLimb)).bits == 0,
                because: "it is false for every prime that is used"
            )
            // Step 4.6
            if isComposite { return false }
        }
        return true
    }
}
