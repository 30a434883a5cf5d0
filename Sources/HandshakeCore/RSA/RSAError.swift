// SPDX-License-Identifier: Apache-2.0

/// Why an operation gave no result.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum RSAError: Error, Hashable, Sendable {
    // What the caller passed

    /// The key is below 2048 bits: it verifies signatures only.
    case keyTooSmall
    /// The key is for PSS signatures only, or for PSS with other parameters.
    case notAllowedForKey
    /// SHA-1 is for OAEP and for mask generation only.
    case unsupportedHash
    /// A salt cannot have fewer than no bytes.
    case unsupportedSaltLength
    /// The input has not the length that the operation asks for: the modulus' length for raw
    /// operations and ciphertexts, the hash's for digests.
    case wrongInputLength
    /// The output is shorter than the result.
    case wrongOutputLength
    /// The message is longer than the key and the padding allow.
    case messageTooLong
    /// A batch's keys, inputs and outputs do not belong together. Nothing was done.
    case inconsistentBatch(RSABatchMismatch)

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

extension RSAError: CustomStringConvertible {
    /// What is wrong, for people. Nothing of a key or a message is in it.
    public var description: String {
        switch self {
        case .keyTooSmall: "a key below 2048 bits verifies signatures only"
        case .notAllowedForKey:
            "the key is for PSS signatures only, or for PSS with other parameters"
        case .unsupportedHash: "SHA-1 is for OAEP and for mask generation only"
        case .unsupportedSaltLength: "a salt has at least no bytes"
        case .wrongInputLength:
            "the input is not as long as the operation asks for: as the modulus, or as a digest"
        case .wrongOutputLength: "the output is shorter than the result"
        case .messageTooLong: "the message is longer than the key and the padding allow"
        case .inconsistentBatch(let mismatch): "the batch does not fit its keys: \(mismatch)"
        case .inputOutOfRange: "the number is not below the modulus"
        case .decryptionFailed: "the ciphertext is not this key's"
        case .invalidSignature: "the signature is not this key's for this message"
        case .faultDetected:
            "the machine has made a fault: the result was wrong and is not given out"
        }
    }
}

/// What of a batch does not fit its keys.
public struct RSABatchMismatch: Hashable, Sendable {
    /// The argument, as the function calls it.
    public let argument: String
    /// How many bytes or elements it has.
    public let count: Int
    /// How many the keys ask for: of an output, the least that has room.
    public let expectedCount: Int
    /// The item that is wrong, where it is one: `count` and `expectedCount` are then its length and
    /// the longest that fits.
    public let index: Int?

    package init(argument: String, count: Int, expectedCount: Int, index: Int? = nil) {
        self.argument = argument
        self.count = count
        self.expectedCount = expectedCount
        self.index = index
    }

    static func check(
        _ argument: String,
        _ count: Int,
        is expectedCount: Int
    ) throws(RSAError) {
        guard count == expectedCount else {
            throw .inconsistentBatch(
                RSABatchMismatch(argument: argument, count: count, expectedCount: expectedCount)
            )
        }
    }

    static func check(
        _ argument: String,
        _ count: Int,
        hasRoomFor expectedCount: Int
    ) throws(RSAError) {
        try check(argument, min(count, expectedCount), is: expectedCount)
    }
}

extension RSABatchMismatch: CustomStringConvertible {
    public var description: String {
        guard let index else { return "\(argument) has \(count) and not \(expectedCount)" }
        return "\(argument)[\(index)] is \(count) and not from 0 to \(expectedCount)"
    }
}
