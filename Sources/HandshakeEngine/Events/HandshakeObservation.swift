/// What an observer hears of a handshake.
public enum HandshakeObservation: Sendable, Hashable {
    public enum Direction: Sendable, Hashable {
        case sent, received
    }

    public enum Step: String, Sendable, Hashable {
        /// A private-key operation, where the key is used at once.
        case privateKeyOperation = "private-key operation"
        /// Encrypting the premaster secret with the server's public key.
        case publicKeyEncryption = "public-key encryption"
        /// Verifying the peer's signature over handshake messages.
        case signatureVerification = "signature verification"
        /// An ECDHE key pair or shared secret.
        case keyExchange = "key exchange"
        /// A derivation: master secret, key block, or Finished.
        case keyDerivation = "key derivation"
        /// Parsing the peer's certificates.
        case certificateParsing = "certificate parsing"
        /// From the request for a verification, or for a private-key operation elsewhere, to its
        /// answer.
        case certificateVerification = "certificate verification"
        case externalPrivateKeyOperation = "external private-key operation"
    }

    /// A handshake message, ChangeCipherSpec or alert by the standard's name, and its length in bytes
    /// without record headers.
    case message(Direction, name: String, byteCount: Int)
    /// A step and how long it took.
    case step(Step, Duration)
}
