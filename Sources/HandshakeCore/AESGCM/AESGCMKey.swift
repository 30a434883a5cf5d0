// SPDX-License-Identifier: Apache-2.0

/// An AES-128 or AES-256 key for AES-GCM (SP 800-38D) with tags of 16 bytes.
///
/// The schedule and the powers of the hash key are made once and wiped in the end. Sealing and
/// opening may be done on several threads at a time; what takes spans allocates nothing. A sealed text
/// is the ciphertext with the tag at its end (RFC 5116, 5.1). No two texts may be sealed with the same
/// key and nonce.
///
/// An open that fails throws ``AESGCMError/authenticationFailed`` and leaves zeros where the
/// plaintext would be. In every other error no byte has been read or written.
public struct AESGCMKey: ~Copyable, Sendable {
    let context: AESGCMContext

    /// The kernel that seals and opens.
    public var kernel: AESGCMKernel { context.kernel }

    /// A tag's length, 16 bytes.
    public static var tagByteCount: Int { AESGCMContext.tagByteCount }

    /// A text's greatest length in bytes, 2^36 - 32: 2^32 - 2 blocks (SP 800-38D, 5.2.1.1).
    public static var maximumTextByteCount: Int { (1 << 36) - 32 }

    /// Prepares a key of 16 or 32 bytes, which stay the caller's to wipe.
    public init(_ key: Span<UInt8>, kernel: AESGCMKernel = .best) throws(AESGCMError) {
        guard key.count == 16 || key.count == 32 else { throw .keyLength }
        guard kernel.isSupported else { throw .kernelNotSupported }
        context = AESGCMContext(key: key, kernel: kernel)
    }

    /// A nonce of these bytes, of any number but 0. Unless they are 12, it is this key's alone: it comes
    /// of a hash with the key (SP 800-38D, 7.1, step 2).
    public borrowing func nonce(_ bytes: Span<UInt8>) throws(AESGCMError) -> AESGCMNonce {
        guard bytes.count > 0 else { throw .nonceLength }
        guard bytes.count != AESGCMNonce.byteCount else { return try AESGCMNonce(bytes) }
        return context.hashNonce(bytes)
    }

    // MARK: Seal

    /// Encrypts `plaintext` into the first bytes of `sealed`; the 16 bytes of the tag follow. The two do
    /// not overlap.
    public borrowing func seal(
        _ plaintext: Span<UInt8>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8> = Span(),
        into sealed: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        try Self.check(plaintext.count, additionalData)
        guard sealed.count - Self.tagByteCount >= plaintext.count else { throw .outputLength }
        context.seal(
            plaintext,
            nonce: nonce,
            additionalData: additionalData,
            withTagInto: &sealed,
            at: 0
        )
    }

    /// Encrypts all but the last 16 bytes in place; the last 16 become the tag.
    public borrowing func sealInPlace(
        _ bytes: inout MutableSpan<UInt8>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8> = Span()
    ) throws(AESGCMError) {
        let textByteCount = bytes.count - Self.tagByteCount
        guard textByteCount >= 0 else { throw .outputLength }
        try Self.check(textByteCount, additionalData)
        context.sealWithTagInPlace(
            in: &bytes,
            text: 0..<textByteCount,
            nonce: nonce,
            additionalData: additionalData
        )
    }

    // MARK: Open

    /// Decrypts `sealed`, whose last 16 bytes are the tag, into the first bytes of `plaintext`, as many
    /// as there are before the tag. The two do not overlap.
    public borrowing func open(
        _ sealed: Span<UInt8>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8> = Span(),
        into plaintext: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        let textByteCount = sealed.count - Self.tagByteCount
        guard textByteCount >= 0 else { throw .sealedTextTooShort }
        try Self.check(textByteCount, additionalData)
        guard plaintext.count >= textByteCount else { throw .outputLength }
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
    public borrowing func openInPlace(
        _ bytes: inout MutableSpan<UInt8>,
        nonce: AESGCMNonce,
        additionalData: Span<UInt8> = Span()
    ) throws(AESGCMError) {
        let textByteCount = bytes.count - Self.tagByteCount
        guard textByteCount >= 0 else { throw .sealedTextTooShort }
        try Self.check(textByteCount, additionalData)
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
        _ additionalData: Span<UInt8>
    ) throws(AESGCMError) {
        guard textByteCount <= maximumTextByteCount else { throw .textTooLong }
        guard additionalData.count < 1 << 61 else { throw .additionalDataTooLong }
    }
}
