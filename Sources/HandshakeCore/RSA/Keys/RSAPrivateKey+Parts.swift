// SPDX-License-Identifier: Apache-2.0

/// Keys from fewer numbers than a key file holds: the others are computed.
extension RSAPrivateKey {
    /// The key with this modulus, public and private exponent (n, e and d of RFC 8017 section 3.2, the
    /// first representation), big-endian and unsigned, with or without zeros in front. The modulus is
    /// factored with the help of d, which takes about ten private operations more than
    /// ``init(_:usage:kernel:)``.
    ///
    /// Throws ``RSAKeyError`` as ``init(_:usage:kernel:)`` does,
    /// ``RSAKeyError/inconsistentPrivateExponent`` if d does not go with the other two.
    public convenience init(
        modulus: Span<UInt8>,
        publicExponent: Span<UInt8>,
        privateExponent: borrowing SecretBytes,
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) {
        defer { wipeRegistersAndStack() }
        let n = try RSAPrivateKeyNumbers.modulus(modulus)
        let e = try PublicExponent(publicExponent)
        let d = try RSAPrivateKeyNumbers.load(
            privateExponent,
            count: n.count,
            else: .inconsistentPrivateExponent
        )
        try self.init(RSAPrivateKeyNumbers(n: n, e: e, d: d), usage: usage, kernel: kernel)
    }

    /// The key with these two primes and public exponent (p, q and e of RFC 8017 section 3.2),
    /// big-endian and unsigned, with or without zeros in front. Its private exponent is
    /// 1/e mod lcm(p − 1, q − 1).
    ///
    /// Throws ``RSAKeyError`` as ``init(_:usage:kernel:)`` does,
    /// ``RSAKeyError/unsupportedPublicExponent`` if e is not prime to p − 1 and q − 1.
    public convenience init(
        prime1 p: borrowing SecretBytes,
        prime2 q: borrowing SecretBytes,
        publicExponent: Span<UInt8>,
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) {
        defer { wipeRegistersAndStack() }
        let e = try PublicExponent(publicExponent)
        // No prime is as long as the longest modulus.
        let count = Limbs.count(forBitCount: RSAPublicKey.maximumModulusBitCount)
        let first = try RSAPrivateKeyNumbers.load(p, count: count, else: .inconsistentPrimes)
        let second = try RSAPrivateKeyNumbers.load(q, count: count, else: .inconsistentPrimes)
        try self.init(
            RSAPrivateKeyNumbers(
                p: Limbs(copying: first, count: first.significantLimbCount),
                q: Limbs(copying: second, count: second.significantLimbCount),
                e: e
            ),
            usage: usage,
            kernel: kernel
        )
    }

    /// ``init(modulus:publicExponent:privateExponent:usage:kernel:)`` with the public numbers in
    /// arrays.
    public convenience init(
        modulus: [UInt8],
        publicExponent: [UInt8],
        privateExponent: borrowing SecretBytes,
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) {
        try self.init(
            modulus: modulus.span,
            publicExponent: publicExponent.span,
            privateExponent: privateExponent,
            usage: usage,
            kernel: kernel
        )
    }

    /// ``init(prime1:prime2:publicExponent:usage:kernel:)`` with the public exponent in an array.
    public convenience init(
        prime1 p: borrowing SecretBytes,
        prime2 q: borrowing SecretBytes,
        publicExponent: [UInt8],
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws(RSAKeyError) {
        try self.init(
            prime1: p,
            prime2: q,
            publicExponent: publicExponent.span,
            usage: usage,
            kernel: kernel
        )
    }
}
