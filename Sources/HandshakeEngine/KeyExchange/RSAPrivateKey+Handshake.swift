internal import HandshakeCore

/// A direct key's operations, with results of their own.
extension RSAPrivateKey {
    func sign(_ digest: [UInt8], _ scheme: RSASignatureScheme) throws(RSAError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: modulusByteCount)
        var output = signature.mutableSpan
        switch scheme {
        case .pkcs1(let hash):
            try signPKCS1(digest: digest.span, hash: hash, into: &output)
        case .pss(let hash, let saltLength):
            try signPSS(digest: digest.span, hash: hash, saltLength: saltLength, into: &output)
        }
        return signature
    }

    func premasterSecret(
        _ ciphertext: [UInt8],
        clientVersion: UInt16
    ) throws(RSAError) -> SecretBytes {
        try SecretBytes(byteCount: Self.premasterSecretByteCount) { output throws(RSAError) in
            try decryptPremasterSecret(
                ciphertext.span,
                clientVersion: clientVersion,
                into: &output
            )
        }
    }
}
