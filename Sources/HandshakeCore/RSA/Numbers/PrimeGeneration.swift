// SPDX-License-Identifier: Apache-2.0

/// Probable primes for RSA keys (FIPS 186-5 A.1.3), in time that depends on how many candidates are
/// refused, on a refused candidate's small factors and on nothing else.
enum PrimeGeneration {
    /// √2 · 2^63, rounded up.
    private static var topLimbMinimum: UInt64 { 0xb504_f333_f9de_6485 }

    /// A random probable prime p of exactly `bitCount` bits with √2 · 2^(bitCount − 1) ≤ p and
    /// gcd(p − 1, publicExponent) = 1, for which `isWanted` holds, tested on the first of `kernels`
    /// that covers it. `publicExponent` is a prime of less than 32 bits, `bitCount` at least 64.
    static func randomPrime(
        bitCount: Int,
        publicExponent: UInt64,
        kernels: [RSAKernel],
        where isWanted: (borrowing Limbs) -> Bool = { _ in true }
    ) -> Limbs {
        let count = Limbs.count(forBitCount: bitCount)
        let sieve = SmallPrimes(extra: publicExponent)
        while true {
            let candidate = randomCandidate(bitCount: bitCount, count: count)
            // A.1.3 step 4.4: p < √2 · 2^(nlen/2 − 1)
            guard isLargeEnough(candidate, bitCount: bitCount), isWanted(candidate) else {
                continue
            }
            guard sieve.mayBePrime(candidate) else { continue }
            // A.1.3 step 4.5: gcd(p − 1, e) = 1
            guard sieve.isPredecessorCoprime(candidate) else { continue }
            guard PrimalityTest.passes(Modulus(candidate, kernels: kernels)) else { continue }
            return candidate
        }
    }

    /// A.1.3 steps 4.2, 4.3: a random odd number below 2^bitCount.
    private static func randomCandidate(bitCount: Int, count: Int) -> Limbs {
        let candidate = Limbs(count: count)
        unsafe SystemRandom.fill(candidate.base, count: count)
        unsafe candidate.base[0] |= 1
        let excessBitCount = count * Limbs.bitCount - bitCount
        unsafe candidate.base[count - 1] &= .max >> UInt64(excessBitCount)
        return candidate
    }

    private static func isLargeEnough(_ candidate: borrowing Limbs, bitCount: Int) -> Bool {
        let shift = UInt64(candidate.count * Limbs.bitCount - bitCount)
        var top = unsafe candidate.base[candidate.count - 1] << shift
        if shift > 0 {
            unsafe top |= candidate.base[candidate.count - 2] >> (64 - shift)
        }
        let isLess = Mask.less(top, topLimbMinimum)
        return declassify(isLess.bits == 0, because: "the range of an accepted prime is public")
    }
}

/// Trial division by all primes below 2048, and by one more number.
private struct SmallPrimes {
    /// A product of consecutive primes that fits a limb, and those primes with the multiplier
    /// ⌊2^64 / prime⌋ that divides by them.
    private struct Group {
        var product: UInt64
        var members: [(prime: UInt64, reciprocal: UInt64)]
    }

    private var groups: [Group] = []
    private let extra: UInt64

    init(extra: UInt64) {
        self.extra = extra
        var current = Group(product: 1, members: [])
        for prime in Self.oddPrimes(below: 2048) {
            let (product, overflow) = current.product.multipliedReportingOverflow(by: prime)
            if overflow {
                groups.append(current)
                current = Group(product: 1, members: [])
            }
            current.product = overflow ? prime : product
            current.members.append((prime, .max / prime))
        }
        groups.append(current)
    }

    private static func oddPrimes(below limit: UInt64) -> [UInt64] {
        var primes: [UInt64] = []
        for number in stride(from: 3, to: limit, by: 2)
        where primes.allSatisfy({ number % $0 != 0 }) {
            primes.append(number)
        }
        return primes
    }

    /// Whether no small prime divides the candidate, which is odd and larger than all of them.
    func mayBePrime(_ candidate: borrowing Limbs) -> Bool {
        for group in groups {
            let residue = Self.remainder(candidate, by: group.product)
            for (prime, reciprocal) in group.members {
                // The quotient is right or one too small: the remainder is below 2 · prime.
                let quotient = residue.multipliedFullWidth(by: reciprocal).high
                let remainder = residue &- quotient &* prime
                let isDivisible = Mask.isZero(remainder) | .equal(remainder, prime)
                let isComposite = declassify(
                    isDivisible.bits != 0,
                    because: "it is false for all small primes when the candidate is accepted"
                )
                if isComposite { return false }
            }
        }
        return true
    }

    /// Whether the extra number, a prime, does not divide candidate − 1.
    func isPredecessorCoprime(_ candidate: borrowing Limbs) -> Bool {
        let residue = Self.remainder(candidate, by: extra)
        return declassify(
            Mask.equal(residue, 1).bits == 0,
            because: "it is false for every accepted candidate"
        )
    }

    private static func remainder(_ candidate: borrowing Limbs, by divisor: UInt64) -> UInt64 {
        let number = Limbs(count: 1)
        unsafe number.base[0] = divisor
        let remainder = LimbArithmetic.remainder(candidate, modulo: number)
        return unsafe remainder.base[0]
    }
}
