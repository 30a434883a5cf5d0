#if canImport(FoundationEssentials) || canImport(Foundation)
public import HandshakeRSA
internal import SwiftASN1

extension RSAPrivateKey {
    /// Reads a key from PEM text: the first block that holds a private key, with the label
    /// "RSA PRIVATE KEY" (PKCS #1) or "PRIVATE KEY" (PKCS #8).
    ///
    /// Text and other blocks around it, such as certificates, are skipped, as the openssl program
    /// does. A first private key that is encrypted or of another algorithm is an error that says
    /// so. See ``init(derRepresentation:format:kernel:)-([UInt8],_,_)`` for what the block may
    /// hold.
    ///
    /// The decoded bytes are wiped. The text, and the buffers that decode Base64 from it, are
    /// strings, which cannot be: read a file that must leave no trace as DER.
    public convenience init(
        pemRepresentation text: String,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        var block = try PEMBlock(text, labelSuffix: "PRIVATE KEY")
        defer { block.wipeBytes() }
        try self.init(
            derRepresentation: block.bytes,
            format: try RSAPrivateKeyFormat(pemLabel: block.label),
            kernel: kernel
        )
    }

    /// The key as PEM text in lines of 64 characters, the last one ended too: the bytes that the
    /// openssl program writes.
    ///
    /// A string cannot be wiped, nor can the buffers that made it. Throws ``KeyFormatError`` where
    /// the key is restricted to PSS, which PKCS #1 cannot say.
    public func pemRepresentation(
        _ format: RSAPrivateKeyFormat = .pkcs8
    ) throws(KeyFormatError) -> String {
        var bytes = try derArray(format)
        defer { wipe(&bytes) }
        return PEMDocument(type: format.pemLabel, derBytes: bytes).pemString + "\n"
    }
}

extension RSAPrivateKeyFormat {
    fileprivate init(pemLabel label: String) throws(KeyFormatError) {
        if let format = Self.allCases.first(where: { $0.pemLabel == label }) {
            self = format
            return
        }
        switch label {
        case "ENCRYPTED PRIVATE KEY":
            throw KeyFormatError(.encrypted, at: label, "an encrypted key")
        case "OPENSSH PRIVATE KEY":
            throw KeyFormatError(.unsupportedFormat, at: label, "a key in OpenSSH's own format")
        default:
            throw KeyFormatError(.notAnRSAKey, at: label, "a key of another algorithm than RSA")
        }
    }
}
#endif
