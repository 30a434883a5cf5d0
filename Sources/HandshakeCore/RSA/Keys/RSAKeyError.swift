// SPDX-License-Identifier: Apache-2.0

/// Why a key was not made.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum RSAKeyError: Error, Equatable, Sendable {
    /// The modulus has fewer bits than its use needs: 2048 for a private key, 1024 for a public
    /// one.
    case modulusTooSmall(bitCount: Int)
    /// The modulus has more than 16,384 bits.
    case modulusTooLarge(bitCount: Int)
    /// The modulus is even.
    case modulusIsEven
    /// The public exponent is even, less than 3, or has more than 256 bits.
    case unsupportedPublicExponent
    /// The two primes' product is not the modulus, or one of them is 1, or they are equal.
    case inconsistentPrimes
    /// A prime has fewer than a quarter of the modulus' bits.
    case primeTooShort(bitCount: Int)
    /// A "prime" is a product: the key has more than two primes, or is wrong.
    case compositePrime
    /// The private exponent is not the public exponent's inverse.
    case inconsistentPrivateExponent
    /// The exponents or the coefficient of the Chinese remainder theorem do not fit the rest.
    case inconsistentCRTParts
    /// A key can be generated with 2048 to 8192 bits, a multiple of two.
    case unsupportedGenerationBitCount(Int)
    /// The parameters of a key for PSS name SHA-1, or a salt that is too long for the key.
    case unsupportedPSSParameters
    /// This CPU lacks what the kernel that was asked for needs.
    case kernelNotSupported(RSAKernel)
}
