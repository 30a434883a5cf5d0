/// An AES-128 or AES-256 key for AES-GCM (SP 800-38D) with tags of 16 bytes.
///
/// The schedule and the powers of the hash key are made once and wiped in the end. Sealing and
/// opening allocate nothing and may be done on several threads at a time. A nonce has 12 bytes, or
/// any other number but 0; no two texts may be sealed with the same key and nonce.
///
/// An open that fails throws ``AESGCMError/authenticationFailed`` and leaves zeros where the
/// plaintext would be. In every other error no byte has been read or written.
public struct AESGCMKey: ~Copyable, Sendable {
    let context: AESGCMContext

    /// The kernel that seals and opens.
    public let kernel: AESGCMKernel

    /// A tag's length, 16 bytes.
    public static var tagByteCount: Int { AESGCMContext.tagByteCount }

    /// A text's greatest length in bytes, 2^36 - 32: 2^32 - 2 blocks (SP 800-38D, 5.2.1.1).
    public static var maximumTextByteCount: Int { (1 << 36) - 32 }

    /// Prepares a key of 16 or 32 bytes, which stay the caller's to wipe.
    public init(_ key: Span<UInt8>, kernel: AESGCMKernel = .best) throws(AESGCMError) {
        guard key.count == 16 || key.count == 32 else { throw .keyLength }
        guard kernel.isSupported else { throw .kernelNotSupported }
        context = AESGCMContext(key: key, kernel: kernel)
        self.kernel = kernel
    }

    // MARK: Seal

    /// Encrypts `plaintext` into `ciphertext`, which has the same length, and makes the tag.
    public borrowing func seal(
        _ plaintext: Span<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>,
        into ciphertext: inout MutableSpan<UInt8>,
        tag: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        try Self.check(plaintext.count, nonce, additionalData)
        guard ciphertext.count == plaintext.count else { throw .outputLength }
        guard tag.count == Self.tagByteCount else { throw .tagLength }
        context.seal(
            plaintext,
            nonce: nonce,
            additionalData: additionalData,
            into: &ciphertext,
            tag: &tag
        )
    }

    /// Encrypts `bytes` in place and makes the tag.
    public borrowing func sealInPlace(
        _ bytes: inout MutableSpan<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>,
        tag: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        try Self.check(bytes.count, nonce, additionalData)
        guard tag.count == Self.tagByteCount else { throw .tagLength }
        context.sealInPlace(&bytes, nonce: nonce, additionalData: additionalData, tag: &tag)
    }

    /// Encrypts `plaintext` into `sealed`, which has 16 bytes more; the last 16 are the tag.
    public borrowing func sealAppendingTag(
        _ plaintext: Span<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>,
        into sealed: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        try Self.check(plaintext.count, nonce, additionalData)
        guard sealed.count == plaintext.count + Self.tagByteCount else { throw .outputLength }
        context.seal(
            plaintext,
            nonce: nonce,
            additionalData: additionalData,
            withTagInto: &sealed,
            at: 0
        )
    }

    /// Encrypts all but the last 16 bytes in place; the last 16 become the tag.
    public borrowing func sealInPlaceAppendingTag(
        _ bytes: inout MutableSpan<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>
    ) throws(AESGCMError) {
        let textByteCount = bytes.count - Self.tagByteCount
        guard textByteCount >= 0 else { throw .outputLength }
        try Self.check(textByteCount, nonce, additionalData)
        context.sealWithTagInPlace(
            in: &bytes,
            text: 0..<textByteCount,
            nonce: nonce,
            additionalData: additionalData
        )
    }

    // MARK: Open

    /// Decrypts `ciphertext` into `plaintext`, which has the same length, if the tag is right.
    public borrowing func open(
        _ ciphertext: Span<UInt8>,
        tag: Span<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        try Self.check(ciphertext.count, nonce, additionalData)
        guard plaintext.count == ciphertext.count else { throw .outputLength }
        guard tag.count == Self.tagByteCount else { throw .tagLength }
        let isAuthentic = context.open(
            ciphertext,
            tag: tag,
            nonce: nonce,
            additionalData: additionalData,
            into: &plaintext
        )
        guard isAuthentic else { throw .authenticationFailed }
    }

    /// Decrypts `bytes` in place if the tag is right; else they become zeros.
    public borrowing func openInPlace(
        _ bytes: inout MutableSpan<UInt8>,
        tag: Span<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>
    ) throws(AESGCMError) {
        try Self.check(bytes.count, nonce, additionalData)
        guard tag.count == Self.tagByteCount else { throw .tagLength }
        let isAuthentic = context.openInPlace(
            &bytes,
            tag: tag,
            nonce: nonce,
            additionalData: additionalData
        )
        guard isAuthentic else { throw .authenticationFailed }
    }

    /// Decrypts `sealed`, whose last 16 bytes are the tag, into `plaintext`, which has 16 bytes
    /// less.
    public borrowing func openWithAppendedTag(
        _ sealed: Span<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        let textByteCount = sealed.count - Self.tagByteCount
        guard textByteCount >= 0 else { throw .sealedTextTooShort }
        try Self.check(textByteCount, nonce, additionalData)
        guard plaintext.count == textByteCount else { throw .outputLength }
        let isAuthentic = context.openWithTag(
            sealed,
            text: 0..<textByteCount,
            nonce: nonce,
            additionalData: additionalData,
            into: &plaintext
        )
        guard isAuthentic else { throw .authenticationFailed }
    }

    /// Decrypts in place all but the last 16 bytes, which are the tag and stay.
    public borrowing func openInPlaceWithAppendedTag(
        _ bytes: inout MutableSpan<UInt8>,
        nonce: Span<UInt8>,
        additionalData: Span<UInt8>
    ) throws(AESGCMError) {
        let textByteCount = bytes.count - Self.tagByteCount
        guard textByteCount >= 0 else { throw .sealedTextTooShort }
        try Self.check(textByteCount, nonce, additionalData)
        let isAuthentic = context.openWithTagInPlace(
            in: &bytes,
            text: 0..<textByteCount,
            nonce: nonce,
            additionalData: additionalData
        )
        guard isAuthentic else { throw .authenticationFailed }
    }

    @inline(__always)
    private static func check(
        _ textByteCount: Int,
        _ nonce: Span<UInt8>,
        _ additionalData: Span<UInt8>
    ) throws(AESGCMError) {
        guard nonce.count > 0 else { throw .nonceLength }
        guard textByteCount <= maximumTextByteCount else { throw .textTooLong }
        guard additionalData.count < 1 << 61 else { throw .additionalDataTooLong }
    }
}
