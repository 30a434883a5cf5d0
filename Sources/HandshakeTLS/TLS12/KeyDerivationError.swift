extension TLS12 {
    /// Why a derivation was refused: a length that is not the standard's, or a reserved label.
    public enum KeyDerivationError: Error, Hashable, Sendable {
        /// A random value is not 32 bytes long.
        case randomLength
        /// A master secret is not 48 bytes long.
        case masterSecretLength
        /// A handshake or session hash does not have the length of the hash's digest.
        case hashLength
        /// The output does not have the length of what is derived.
        case outputLength
        /// An exporter's context is longer than 65,535 bytes.
        case contextLength
        /// An exporter's label is one that the handshake uses itself.
        case reservedLabel
        /// A batch's array is not a whole number of entries of its length, or the number is
        /// negative.
        case batchLength
        /// A part of a key block is longer than 255 bytes, or shorter than none.
        case keyBlockPartLength
    }
}
