// SPDX-License-Identifier: Apache-2.0

extension RSAPublicKey {
    /// Reads a key from PEM text: the first block that holds a public key, with the label
    /// "PUBLIC KEY" (SubjectPublicKeyInfo) or "RSA PUBLIC KEY" (PKCS #1).
    ///
    /// Text and other blocks around it are skipped, and the text may look as that of a private key
    /// may. See ``init(derRepresentation:format:kernel:)-([UInt8],_,_)`` for what the block may
    /// hold.
    public convenience init(
        pemRepresentation text: Span<UInt8>,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        let block = try PEMBlock.first(.publicKey, in: text)
        try self.init(block, of: text, kernel: kernel)
    }

    /// Reads a key from PEM text that is a string, as the other initializer does.
    public convenience init(
        pemRepresentation text: String,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        // Somebody may take a private key's file for a public key's.
        var bytes = Array(text.utf8)
        defer { bytes.wipe() }
        try self.init(pemRepresentation: bytes.span, kernel: kernel)
    }

    /// The key of a block of the text.
    package convenience init(
        _ block: PEMBlock,
        of text: Span<UInt8>,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        let format = RSAPublicKeyFormat.allCases.first { $0.pemLabel == block.label }
        guard let format else {
            throw .otherAlgorithm(at: block.place)
        }
        var bytes = try block.decode(from: text)
        defer { bytes.wipe() }
        do throws(KeyFormatError) {
            try self.init(derRepresentation: bytes, format: format, kernel: kernel)
        } catch {
            throw error.inside(block)
        }
    }

    /// The key as PEM text in lines of 64 characters, the last one ended too: the bytes that the
    /// openssl program writes.
    ///
    /// Throws ``KeyFormatError`` where the key is restricted to PSS, which PKCS #1 cannot say.
    public func pemRepresentation(
        _ format: RSAPublicKeyFormat = .subjectPublicKeyInfo
    ) throws(KeyFormatError) -> String {
        let bytes = try derRepresentation(format)
        return String(
            decoding: PEMText.write(bytes.span, label: format.pemLabel),
            as: UTF8.self
        )
    }
}
