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
