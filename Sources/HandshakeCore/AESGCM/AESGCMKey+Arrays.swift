// SPDX-License-Identifier: Apache-2.0

// The forms that take and return arrays.
extension AESGCMKey {
    /// Prepares a key of 16 or 32 bytes. The array stays in memory: a key from a ``SecretBytes``, by its
    /// `withBytes`, leaves no copy.
    public init(_ key: [UInt8], kernel: AESGCMKernel = .best) throws(AESGCMError) {
        try self.init(key.span, kernel: kernel)
    }

    /// A nonce of these bytes, of any number but 0. Unless they are 12, it is this key's alone.
    public borrowing func nonce(_ bytes: [UInt8]) throws(AESGCMError) -> AESGCMNonce {
        try nonce(bytes.span)
    }

    /// `plaintext` sealed, with the tag at its end.
    public borrowing func seal(
        _ plaintext: [UInt8],
        nonce: AESGCMNonce,
        additionalData: [UInt8] = []
    ) throws(AESGCMError) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: plaintext.count + Self.tagByteCount)
        var bytes = sealed.mutableSpan
        try seal(
            plaintext.span,
            nonce: nonce,
            additionalData: additionalData.span,
            into: &bytes
        )
        return sealed
    }

    /// The plaintext of `sealed`, which has the tag at its end.
    public borrowing func open(
        _ sealed: [UInt8],
        nonce: AESGCMNonce,
        additionalData: [UInt8] = []
    ) throws(AESGCMError) -> [UInt8] {
        guard sealed.count >= Self.tagByteCount else { throw .sealedTextTooShort }
        var plaintext = [UInt8](repeating: 0, count: sealed.count - Self.tagByteCount)
        var bytes = plaintext.mutableSpan
        try open(
            sealed.span,
            nonce: nonce,
            additionalData: additionalData.span,
            into: &bytes
        )
        return plaintext
    }
}
