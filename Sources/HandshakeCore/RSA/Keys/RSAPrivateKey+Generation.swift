extension RSAPrivateKey {
    private static var generatedPublicExponent: UInt64 { 65_537 }
    private static var generationBitCounts: ClosedRange<Int> { 2048...8192 }

    /// A new key of `bitCount` bits, an even number from 2048 to 8192, with e = 65,537 (FIPS 186-5
    /// section A.1.3: random probable primes). Random bits come from the system.
    ///
    /// No step branches on a prime that is kept, nor indexes memory by it; the time says how many
    /// candidates were refused. Takes tens of milliseconds at 2048 bits, seconds at 8192.
    public static func generate(
        bitCount: Int,
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) -> RSAPrivateKey {
        guard generationBitCounts.contains(bitCount), bitCount.isMultiple(of: 2) else {
            throw .unsupportedGenerationBitCount(bitCount)
        }
        if let kernel, !kernel.isSupported { throw .kernelNotSupported(kernel) }
        defer { wipeRegistersAndStack() }
        let e = generatedPublicExponent
        let primeBitCount = bitCount / 2
        let kernels = RSAKernel.candidates(kernel)
        while true {
            // Steps 4 and 5: p, then q with |p − q| > 2^(nlen/2 − 100).
            let p = PrimeGeneration.randomPrime(
                bitCount: primeBitCount,
                publicExponent: e,
                kernels: kernels
            )
            let q = PrimeGeneration.randomPrime(
                bitCount: primeBitCount,
                publicExponent: e,
                kernels: kernels,
                where: { isFar($0, from: p, primeBitCount: primeBitCount) }
            )
            guard let numbers = numbers(p: p, q: q, e: e, bitCount: bitCount) else { continue }
            return try RSAPrivateKey(numbers, usage: usage, kernel: kernel)
        }
    }

    /// Step 5.4: whether |p − q| > 2^(nlen/2 − 100).
    private static func isFar(
        _ q: borrowing Limbs,
        from p: borrowing Limbs,
        primeBitCount: Int
    ) -> Bool {
        // One of the two differences is negative: it wraps around to more than any prime, and the
        // other is taken in its place.
        let difference = Limbs(count: p.count)
        let isNegative = unsafe LimbArithmetic.subtract(
            difference.base,
            q.base,
            p.base,
            count: p.count
        )
        unsafe LimbArithmetic.negate(
            difference.base,
            count: p.count,
            if: !.isZero(isNegative)
        )
        // At least 2^(nlen/2 − 99), that is.
        let isNear = unsafe LimbArithmetic.isBelowPowerOfTwo(
            difference.base,
            count: p.count,
            bitCount: primeBitCount - 99
        )
        return declassify(isNear.bits == 0, because: "it is true for every pair that is kept")
    }

    /// The key's numbers, with d = 1/e mod lcm(p − 1, q − 1) (section A.1.1); `nil` if d is not
    /// greater than 2^(nlen/2).
    private static func numbers(
        p: borrowing Limbs,
        q: borrowing Limbs,
        e: UInt64,
        bitCount: Int
    ) -> RSAPrivateKeyNumbers? {
        let pMinusOne = LimbArithmetic.predecessor(p)
        let qMinusOne = LimbArithmetic.predecessor(q)
        let commonDivisor = LimbArithmetic.greatestCommonDivisor(pMinusOne, qMinusOne)
        let leastCommonMultiple = LimbArithmetic.quotient(
            LimbArithmetic.product(pMinusOne, qMinusOne),
            by: commonDivisor
        )
        let d = inverse(ofExponent: e, modulo: leastCommonMultiple)
        let isTooSmall = unsafe LimbArithmetic.isBelowPowerOfTwo(
            d.base,
            count: d.count,
            bitCount: bitCount / 2 + 1
        )
        guard declassify(isTooSmall.bits == 0, because: "it is true for every key that is kept"),
            let qInv = LimbArithmetic.inverse(q, modulo: p)
        else { return nil }
        let n = LimbArithmetic.product(p, q)
        let modulusLimbCount = Limbs.count(forBitCount: bitCount)
        return RSAPrivateKeyNumbers(
            n: Limbs(copying: n, count: modulusLimbCount),
            e: e,
            d: Limbs(copying: d, count: modulusLimbCount),
            p: Limbs(copying: p, count: p.count),
            q: Limbs(copying: q, count: q.count),
            dP: LimbArithmetic.remainder(d, modulo: pMinusOne),
            dQ: LimbArithmetic.remainder(d, modulo: qMinusOne),
            qInv: qInv
        )
    }

    /// 1/e mod λ for the even λ, prime to e: (1 + λ · k) / e with k = −1/λ mod e. GMP's constant-time
    /// inverse takes odd moduli only.
    private static func inverse(ofExponent e: UInt64, modulo lambda: borrowing Limbs) -> Limbs {
        let divisor = Limbs(count: 1)
        unsafe divisor.base[0] = e
        let residue = unsafe LimbArithmetic.remainder(lambda, modulo: divisor).base[0]
        let factor = Limbs(count: 1)
        unsafe factor.base[0] = e - FermatPrime.inverse(residue)
        let multiple = LimbArithmetic.product(lambda, factor)
        unsafe LimbArithmetic.add(1, to: multiple.base, count: multiple.count)
        return LimbArithmetic.quotient(multiple, by: divisor)
    }
}

/// Arithmetic modulo 2^16 + 1, with no division.
private enum FermatPrime {
    private static var modulus: UInt64 { 65_537 }

    /// 1/a = a^(2^16 − 1), for a not zero.
    static func inverse(_ a: UInt64) -> UInt64 {
        var power = a
        for _ in 1..<16 { power = product(product(power, power), a) }
        return power
    }

    /// a · b, where 2^16 = −1 folds the product's higher half onto the lower.
    private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let wide = a &* b
        let folded = (wide & 0xffff) &+ modulus &- ((wide >> 16) & 0xffff) &+ (wide >> 32)
        let isReduced = Mask.less(folded, modulus)
        return folded &- isReduced.select(0 as UInt64, else: modulus)
    }
}
