extension AESGCMKey {
    /// `plaintext` sealed, with the tag at its end.
    public borrowing func seal(
        _ plaintext: [UInt8],
        nonce: [UInt8],
        additionalData: [UInt8] = []
    ) throws(AESGCMError) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: plaintext.count + Self.tagByteCount)
        var bytes = sealed.mutableSpan
        try sealAppendingTag(
            plaintext.span,
            nonce: nonce.span,
            additionalData: additionalData.span,
            into: &bytes
        )
        return sealed
    }

    /// The plaintext of `sealed`, which has the tag at its end.
    public borrowing func open(
        _ sealed: [UInt8],
        nonce: [UInt8],
        additionalData: [UInt8] = []
    ) throws(AESGCMError) -> [UInt8] {
        guard sealed.count >= Self.tagByteCount else { throw .sealedTextTooShort }
        var plaintext = [UInt8](repeating: 0, count: sealed.count - Self.tagByteCount)
        var bytes = plaintext.mutableSpan
        try openWithAppendedTag(
            sealed.span,
            nonce: nonce.span,
            additionalData: additionalData.span,
            into: &bytes
        )
        return plaintext
    }
}
