public import HandshakeCore

/// A private-key operation that a connection waits for.
public struct PrivateKeyRequest: Sendable {
    public struct ID: Hashable, Sendable {
        let number: Int
    }

    public enum Operation: Sendable {
        /// Sign the digest.
        case sign(digest: [UInt8], RSASignatureScheme)
        /// Decrypt as RFC 5246, section 7.4.7.1 demands it: never failing for what the ciphertext
        /// holds. `RSAPrivateKey.decryptPremasterSecret` and `RSABatcher`'s do.
        case decryptPremasterSecret(ciphertext: [UInt8], clientVersion: UInt16)
    }

    public let id: ID
    /// Which key it is for.
    public let publicKey: RSAPublicKey
    public let operation: Operation
}

/// The outcome of a private-key operation.
public enum PrivateKeyAnswer: ~Copyable, Sendable {
    case signature([UInt8])
    /// 48 bytes.
    case premasterSecret(SecretBytes)
    /// The operation could not be done: the handshake ends with internal_error.
    case failure
}
