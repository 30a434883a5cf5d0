// SPDX-License-Identifier: Apache-2.0

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
            let numbers = try RSAPrivateKeyNumbers(p: p, q: q, e: PublicExponent(e))
            // Section A.1.1: d > 2^(nlen/2)
            guard isLarge(numbers.d, bitCount: bitCount) else { continue }
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

    private static func isLarge(_ d: borrowing Limbs, bitCount: Int) -> Bool {
        let isTooSmall = unsafe LimbArithmetic.isBelowPowerOfTwo(
            d.base,
            count: d.count,
            bitCount: bitCount / 2 + 1
        )
        return declassify(isTooSmall.bits == 0, because: "it is true for every key that is kept")
    }
}
