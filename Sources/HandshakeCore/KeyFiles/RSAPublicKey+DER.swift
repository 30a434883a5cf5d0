// SPDX-License-Identifier: Apache-2.0

extension RSAPublicKey {
    /// Reads a key from DER: RSAPublicKey (PKCS #1, RFC 8017 A.1.1) or SubjectPublicKeyInfo
    /// (RFC 5280 4.1).
    ///
    /// The two are told apart by their fields, unless `format` insists on one. In a
    /// SubjectPublicKeyInfo the algorithm is rsaEncryption with NULL parameters or none, or
    /// id-RSASSA-PSS (RFC 4055), whose parameters the key enforces. Everything that is not DER to the letter is
    /// refused, and so are bytes left over and keys of other algorithms.
    public convenience init(
        derRepresentation bytes: [UInt8],
        format: RSAPublicKeyFormat? = nil,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        let key = try RSAPublicKeyDER(bytes[...], format: format)
        do {
            try self.init(
                modulus: key.modulus.span,
                publicExponent: key.publicExponent.span,
                usage: key.usage,
                kernel: kernel
            )
        } catch {
            throw KeyFormatError(invalidKey: error, at: "RSAPublicKey")
        }
    }

    /// Reads a key from DER, as ``init(derRepresentation:format:kernel:)-([UInt8],_,_)`` does.
    public convenience init(
        derRepresentation bytes: Span<UInt8>,
        format: RSAPublicKeyFormat? = nil,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        try self.init(derRepresentation: bytes.array(), format: format, kernel: kernel)
    }

    /// The key as DER.
    ///
    /// Throws ``KeyFormatError`` where the key is restricted to PSS, which PKCS #1 cannot say.
    public func derRepresentation(
        _ format: RSAPublicKeyFormat = .subjectPublicKeyInfo
    ) throws(KeyFormatError) -> [UInt8] {
        try RSAPublicKeyDER(
            usage: usage,
            modulus: modulusBytes[...],
            publicExponent: publicExponentBytes[...]
        ).serialized(format)
    }
}
