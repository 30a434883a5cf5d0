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

extension RSAKeyError: CustomStringConvertible {
    /// What is wrong, for people. Nothing of the key is in it.
    public var description: String {
        switch self {
        case .modulusTooSmall(let bitCount):
            "a modulus of \(bitCount) bits: a private key has at least 2048, a public key 1024"
        case .modulusTooLarge(let bitCount):
            "a modulus of \(bitCount) bits: it has at most 16384"
        case .modulusIsEven: "an even modulus"
        case .unsupportedPublicExponent:
            "a public exponent that is even, below 3, or of more than 256 bits"
        case .inconsistentPrimes: "two primes whose product is not the modulus"
        case .primeTooShort(let bitCount):
            "a prime of \(bitCount) bits: it has at least a quarter of the modulus'"
        case .compositePrime: "a prime that is none"
        case .inconsistentPrivateExponent:
            "a private exponent that does not go with the public one"
        case .inconsistentCRTParts:
            "exponents or a coefficient that do not go with the primes"
        case .unsupportedGenerationBitCount(let bitCount):
            "a key of \(bitCount) bits cannot be made: 2048 to 8192 bits can, an even number"
        case .unsupportedPSSParameters:
            "PSS parameters with SHA-1, or with a salt that is too long for the key"
        case .kernelNotSupported(let kernel): "this CPU lacks what the kernel \(kernel) needs"
        }
    }
}
