// SPDX-License-Identifier: Apache-2.0

/// Why a key was not made, or a text not sealed or opened.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum AESGCMError: Error, Hashable, Sendable {
    /// The tag does not belong to this text, nonce and additional data under this key. The only
    /// error that a peer can cause; all others are the caller's.
    case authenticationFailed
    /// A key has 16 or 32 bytes.
    case keyLength
    /// An ``AESGCMNonce`` has 12 bytes; one that ``AESGCMKey/nonce(_:)`` makes, at least one.
    case nonceLength
    /// A text has at most 2^36 - 32 bytes (SP 800-38D, 5.2.1.1).
    case textTooLong
    /// Additional data has at most 2^61 - 1 bytes (SP 800-38D, 5.2.1.1).
    case additionalDataTooLong
    /// The output has no room for the result, or what is sealed in place none for a tag.
    case outputLength
    /// A sealed text that ends with its tag is shorter than a tag.
    case sealedTextTooShort
    /// A record of a batch, counted from 0, does not fit what the batch was given.
    case invalidRecord(_ index: Int, part: AESGCMRecordPart)
    /// This CPU cannot run the kernel that was asked for.
    case kernelNotSupported
    /// The keys of one batch have different kernels.
    case mixedKernels
}

extension AESGCMError: CustomStringConvertible {
    /// What is wrong, for people. Nothing of a key or a text is in it.
    public var description: String {
        switch self {
        case .authenticationFailed: "the text is not what was sealed with this key and nonce"
        case .keyLength: "a key has 16 or 32 bytes"
        case .nonceLength: "a nonce has 12 bytes, or at least one where another is made of it"
        case .textTooLong: "a text has at most 2^36 - 32 bytes"
        case .additionalDataTooLong: "additional data has at most 2^61 - 1 bytes"
        case .outputLength: "the output has no room for the result and its tag"
        case .sealedTextTooShort: "a sealed text has at least the 16 bytes of its tag"
        case .invalidRecord(let index, let part):
            "record \(index) does not fit the batch: \(part.fault)"
        case .kernelNotSupported: "this CPU cannot run the kernel"
        case .mixedKernels: "the keys of a batch have one kernel"
        }
    }
}

/// What of a batch's record does not fit.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum AESGCMRecordPart: Sendable, Hashable {
    /// The range lies outside of the batch's additional data.
    case additionalData
    /// The range, or the 16 bytes of the tag after it, lies outside of the buffer, or has more than
    /// 2^36 - 32 bytes.
    case text
    /// There is no such key.
    case keyIndex
}

extension AESGCMRecordPart {
    fileprivate var fault: String {
        switch self {
        case .additionalData: "its additional data lies outside of the batch's"
        case .text: "its text and tag lie outside of the buffer, or are too long"
        case .keyIndex: "there is no such key"
        }
    }
}
