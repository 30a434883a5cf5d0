/// Why an operation gave no result.
public enum RSAError: Error, Equatable, Sendable {
    // What the caller passed

    /// The key is below 2048 bits: it verifies signatures only.
    case keyTooSmall
    /// The key is for PSS signatures only, or for PSS with other parameters.
    case notAllowedForKey
    /// SHA-1 is for OAEP and for mask generation only.
    case unsupportedHash
    /// The input has not the length that the operation asks for: the modulus' length for raw
    /// operations.
    case wrongInputLength
    /// The output is shorter than the result, or has not the exact length where that is asked for.
    case wrongOutputLength
    /// The message is longer than the key and the padding allow.
    case messageTooLong
    /// A batch's keys, inputs and outputs do not belong together.
    case inconsistentBatch

    // What a peer sent

    /// The number is not below the modulus.
    case inputOutOfRange
    /// The ciphertext is not OAEP's for this key, hash and label. There is one error for all that
    /// can be wrong with it.
    case decryptionFailed
    /// The signature is not this key's for this message.
    case invalidSignature

    // What happened

    /// The result of a private operation was wrong: a fault of the machine. It is not given out.
    case faultDetected
}
