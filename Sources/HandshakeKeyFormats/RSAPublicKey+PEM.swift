#if canImport(FoundationEssentials) || canImport(Foundation)
public import HandshakeRSA
internal import SwiftASN1

extension RSAPublicKey {
    /// Reads a key from PEM text: the first block that holds a public key, with the label
    /// "PUBLIC KEY" (SubjectPublicKeyInfo) or "RSA PUBLIC KEY" (PKCS #1).
    ///
    /// Text and other blocks around it are skipped. See
    /// ``init(derRepresentation:format:kernel:)-([UInt8],_,_)`` for what the block may hold.
    public convenience init(
        pemRepresentation text: String,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        let block = try PEMBlock(text, labelSuffix: "PUBLIC KEY")
        let format = RSAPublicKeyFormat.allCases.first { $0.pemLabel == block.label }
        guard let format else {
            throw KeyFormatError(
                .notAnRSAKey,
                at: block.label,
                "a key of another algorithm than RSA"
            )
        }
        try self.init(derRepresentation: block.bytes, format: format, kernel: kernel)
    }

    /// The key as PEM text in lines of 64 characters, the last one ended too: the bytes that the
    /// openssl program writes.
    ///
    /// Throws ``KeyFormatError`` where the key is restricted to PSS, which PKCS #1 cannot say.
    public func pemRepresentation(
        _ format: RSAPublicKeyFormat = .subjectPublicKeyInfo
    ) throws(KeyFormatError) -> String {
        let bytes = try derRepresentation(format)
        return PEMDocument(type: format.pemLabel, derBytes: bytes).pemString + "\n"
    }
}
#endif
