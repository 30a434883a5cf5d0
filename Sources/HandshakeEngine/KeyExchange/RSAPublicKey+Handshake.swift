internal import HandshakeCore

extension RSAPublicKey {
    /// Checks a handshake signature over content with this digest. Throws decrypt_error.
    func verify(
        _ signature: [UInt8],
        _ digest: [UInt8],
        _ scheme: RSASignatureScheme,
        in message: String
    ) throws(ConnectionError) {
        do throws(RSAError) {
            try verify(signature, digest: digest, scheme: scheme)
        } catch {
            throw .peerMisbehaved(.decryptError, reason: "the signature in \(message) is wrong")
        }
    }

    /// The premaster secret as it is sent (RFC 5246, section 7.4.7.1).
    func encryptPremasterSecret(
        _ premasterSecret: borrowing SecretBytes
    ) throws(RSAError) -> [UInt8] {
        var ciphertext = [UInt8](repeating: 0, count: modulusByteCount)
        var output = ciphertext.mutableSpan
        try premasterSecret.withBytes { premasterSecret throws(RSAError) in
            try encrypt(premasterSecret, scheme: .pkcs1, into: &output)
        }
        return ciphertext
    }
}
