// SPDX-License-Identifier: Apache-2.0

extension RSAPrivateKey {
    /// Reads a key from PEM text: the first block that holds a private key, with the label
    /// "RSA PRIVATE KEY" (PKCS #1) or "PRIVATE KEY" (PKCS #8).
    ///
    /// Text and other blocks around it, such as certificates, are skipped. Read is what the openssl
    /// program reads and RFC 7468 calls its lax form: lines of any length and with blanks at their
    /// ends, all of a key in one line, CR, LF or CRLF, and "\n" for the end of a line, as keys in
    /// environment variables have it. A damaged block before the key, and a first private key that
    /// is encrypted, of another algorithm or under another label than its own, is an error that
    /// says so, and how to convert it. No error holds anything of the text. See
    /// ``init(derRepresentation:format:kernel:)-([UInt8],_,_)`` for what the block may hold.
    ///
    /// The text stays the caller's to wipe: ``SecretBytes/init(contentsOfFile:)`` does it for a
    /// file's. What is decoded from it is wiped.
    public convenience init(
        pemRepresentation text: Span<UInt8>,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        let block = try PEMBlock.first(.privateKey, in: text)
        try self.init(block, of: text, kernel: kernel)
    }

    /// Reads a key from PEM text that is a string, as the other initializer does.
    ///
    /// A string cannot be wiped, and neither can the copies that were made of it on its way here:
    /// read a file with ``SecretBytes/init(contentsOfFile:)``.
    public convenience init(
        pemRepresentation text: String,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
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
        let format = try RSAPrivateKeyFormat(block)
        defer { wipeRegistersAndStack() }
        var bytes = try block.decode(from: text)
        defer { bytes.wipe() }
        do throws(KeyFormatError) {
            try self.init(derRepresentation: bytes, format: format, kernel: kernel)
        } catch {
            throw error.inside(block)
        }
    }

    /// The key as PEM text in lines of 64 characters, the last one ended too: the bytes that the
    /// openssl program writes, wiped when they go.
    ///
    /// Throws ``KeyFormatError`` where the key is restricted to PSS, which PKCS #1 cannot say.
    public func pemBytes(
        _ format: RSAPrivateKeyFormat = .pkcs8
    ) throws(KeyFormatError) -> SecretBytes {
        defer { wipeRegistersAndStack() }
        return try pemSecret(format)
    }

    @inline(never)
    private func pemSecret(_ format: RSAPrivateKeyFormat) throws(KeyFormatError) -> SecretBytes {
        var bytes = try derArray(format)
        defer { bytes.wipe() }
        var text = PEMText.write(bytes.span, label: format.pemLabel)
        defer { text.wipe() }
        return SecretBytes(copying: text.span)
    }

    /// The text of ``pemBytes(_:)`` as a string, which cannot be wiped.
    public func pemRepresentation(
        _ format: RSAPrivateKeyFormat = .pkcs8
    ) throws(KeyFormatError) -> String {
        try pemBytes(format).withBytes { text in
            unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        }
    }
}

extension RSAPrivateKeyFormat {
    /// The format that the block's label names.
    fileprivate init(_ block: PEMBlock) throws(KeyFormatError) {
        if let format = Self.allCases.first(where: { $0.pemLabel == block.label }) {
            self = format
            return
        }
        switch block.label {
        case .encryptedPrivateKey: throw .encrypted(at: block.place)
        case .openSSHPrivateKey:
            throw KeyFormatError(
                .unsupportedFormat,
                at: block.place,
                "a key in OpenSSH's own format: 'ssh-keygen -p -m PKCS8 -f COPY' makes PKCS #8 of a "
                    + "copy of the file"
            )
        default:
            throw .otherAlgorithm(at: block.place)
        }
    }
}
