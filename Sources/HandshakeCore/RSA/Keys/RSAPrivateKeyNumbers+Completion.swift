// SPDX-License-Identifier: Apache-2.0

// A key's other numbers, made from as few as determine them. Everything is computed in a time that
// depends on lengths alone, but for what is declassified.

extension RSAPrivateKeyNumbers {
    /// The numbers of the key with these primes, and with d = 1/e mod lcm(p − 1, q − 1) (FIPS 186-5
    /// section A.1.1).
    init(
        p: borrowing Limbs,
        q: borrowing Limbs,
        e: PublicExponent
    ) throws(RSAKeyError) {
        let n = try Self.modulus(p, q)
        let pMinusOne = LimbArithmetic.predecessor(p)
        let qMinusOne = LimbArithmetic.predecessor(q)
        let leastCommonMultiple = LimbArithmetic.quotient(
            LimbArithmetic.product(pMinusOne, qMinusOne),
            by: LimbArithmetic.greatestCommonDivisor(pMinusOne, qMinusOne)
        )
        guard let d = Self.inverse(ofExponent: e, modulo: leastCommonMultiple) else {
            throw .unsupportedPublicExponent
        }
        try self.init(n: n, e: e, d: d, p: p, q: q)
    }

    /// The numbers of the key with this modulus and private exponent: n is factored (SP 800-56B
    /// revision 2, appendix C.1).
    init(n: borrowing Limbs, e: PublicExponent, d: borrowing Limbs) throws(RSAKeyError) {
        let p = try Self.factor(of: n, e: e, d: d)
        let q = LimbArithmetic.quotient(n, by: p)
        try self.init(n: Self.modulus(p, q), e: e, d: d, p: p, q: q)
    }

    private init(
        n: borrowing Limbs,
        e: PublicExponent,
        d: borrowing Limbs,
        p: borrowing Limbs,
        q: borrowing Limbs
    ) throws(RSAKeyError) {
        let count = n.significantLimbCount
        guard let qInv = LimbArithmetic.inverse(q, modulo: p) else { throw .inconsistentPrimes }
        self.init(
            n: Limbs(copying: n, count: count),
            e: e,
            d: Limbs(copying: d, count: count),
            p: Limbs(copying: p, count: count),
            q: Limbs(copying: q, count: count),
            dP: LimbArithmetic.remainder(d, modulo: LimbArithmetic.predecessor(p)),
            dQ: LimbArithmetic.remainder(d, modulo: LimbArithmetic.predecessor(q)),
            qInv: qInv
        )
    }

    /// p · q, if both are odd and greater than 1 and a private key can have that modulus. Whether they
    /// are primes is checked when the key is made.
    private static func modulus(
        _ p: borrowing Limbs,
        _ q: borrowing Limbs
    ) throws(RSAKeyError) -> Limbs {
        guard p.significantBitCount > 1, q.significantBitCount > 1 else {
            throw .inconsistentPrimes
        }
        let areOdd = unsafe !Mask.isZero(p.base[0] & q.base[0] & 1)
        guard declassify(areOdd.bits != 0, because: "it is true for every key that is used") else {
            throw .inconsistentPrimes
        }
        let n = LimbArithmetic.product(p, q)
        let bitCount = n.significantBitCount
        guard bitCount >= RSAPrivateKey.minimumModulusBitCount else {
            throw .modulusTooSmall(bitCount: bitCount)
        }
        guard bitCount <= RSAPublicKey.maximumModulusBitCount else {
            throw .modulusTooLarge(bitCount: bitCount)
        }
        return n
    }

    /// 1/e mod λ for the even λ: (1 + λ · k) / e with k = −1/λ mod e, since e is odd and λ is not.
    /// `nil` if they have a divisor in common.
    private static func inverse(
        ofExponent e: PublicExponent,
        modulo lambda: borrowing Limbs
    ) -> Limbs? {
        let divisor = e.number()
        let residue = LimbArithmetic.remainder(lambda, modulo: divisor)
        guard let factor = LimbArithmetic.inverse(residue, modulo: divisor) else { return nil }
        unsafe LimbArithmetic.subtract(
            factor.base,
            divisor.base,
            factor.base,
            count: divisor.count
        )
        let multiple = LimbArithmetic.product(lambda, factor)
        unsafe LimbArithmetic.add(1, to: multiple.base, count: multiple.count)
        return LimbArithmetic.quotient(multiple, by: divisor)
    }

    /// One of the two factors of the odd n. Throws if d is not the inverse of e for n.
    private static func factor(
        of n: borrowing Limbs,
        e: PublicExponent,
        d: borrowing Limbs
    ) throws(RSAKeyError) -> Limbs {
        // Step 1: k = d · e − 1, which is even
        let k = LimbArithmetic.predecessor(LimbArithmetic.product(d, e.number()))
        // Step 2: k = 2^t · r, r odd
        let twosCount = declassify(
            unsafe k.base[0].trailingZeroBitCount,
            because: "how often two divides it says two or three bits of p and q"
        )
        guard 1..<Limbs.bitCount ~= twosCount else { throw .inconsistentPrivateExponent }
        let r = LimbArithmetic.shiftedRight(k, bitCount: UInt64(twosCount))
        let minusOne = LimbArithmetic.predecessor(n)
        // Step 3: each random base finds the factors one time in two.
        nextBase: for _ in 0..<100 {
            // Steps 3.a, 3.b
            let g = Limbs(count: n.count + 1)
            unsafe SystemRandom.fill(g.base, count: g.count)
            var y = LimbArithmetic.power(LimbArithmetic.remainder(g, modulo: n), r, modulo: n)
            // Step 3.c
            if isTrue(LimbArithmetic.isOne(y)) { continue }
            // Step 3.d: down from g^k = 1 to the first root of it that is not 1
            for _ in 0..<twosCount {
                if isTrue(LimbArithmetic.equal(y, minusOne)) { continue nextBase }
                let square = LimbArithmetic.remainder(LimbArithmetic.product(y, y), modulo: n)
                if isTrue(LimbArithmetic.isOne(square)) {
                    // Step 4: p = gcd(y − 1, n)
                    return LimbArithmetic.greatestCommonDivisor(LimbArithmetic.predecessor(y), n)
                }
                y = square
            }
            // g^k is not 1.
            throw .inconsistentPrivateExponent
        }
        throw .inconsistentPrivateExponent
    }

    private static func isTrue(_ mask: Mask) -> Bool {
        declassify(mask.bits != 0, because: "it depends on a random base that nobody knows")
    }
}
