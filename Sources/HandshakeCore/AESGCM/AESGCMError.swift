/// Why a key was not made, or a text not sealed or opened.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum AESGCMError: Error, Equatable, Sendable {
    /// The tag does not belong to this text, nonce and additional data under this key. The only
    /// error that a peer can cause; all others are the caller's.
    case authenticationFailed
    /// A key has 16 or 32 bytes.
    case keyLength
    /// A nonce has at least one byte; in a batch, 12.
    case nonceLength
    /// A tag has 16 bytes.
    case tagLength
    /// A text has at most 2^36 - 32 bytes (SP 800-38D, 5.2.1.1).
    case textTooLong
    /// Additional data has at most 2^61 - 1 bytes (SP 800-38D, 5.2.1.1).
    case additionalDataTooLong
    /// The output is not as long as it must be, or shorter than a tag where it ends with one.
    case outputLength
    /// A sealed text that ends with its tag is shorter than a tag.
    case sealedTextTooShort
    /// A range lies outside of its buffer, or a key's index outside of the keys.
    case outOfRange
    /// This CPU cannot run the kernel that was asked for.
    case kernelNotSupported
    /// The keys of one batch have different kernels.
    case mixedKernels
}
