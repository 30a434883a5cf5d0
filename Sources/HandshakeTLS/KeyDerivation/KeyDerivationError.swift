// SPDX-License-Identifier: Apache-2.0

/// Why a derivation was refused: a length that is not the standard's, or a reserved label. Nothing
/// was written.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum KeyDerivationError: Error, Hashable, Sendable {
    /// A random value of TLS 1.2 is not 32 bytes long.
    case randomLength
    /// A master secret of TLS 1.2 is not 48 bytes long, or a secret of TLS 1.3 is not as long as the
    /// hash's digest.
    case secretLength
    /// A handshake, session or transcript hash does not have the length of the hash's digest.
    case hashLength
    /// The output is shorter than what is derived, longer than what can be, or of a negative length.
    case outputLength
    /// A label of TLS 1.3 is empty or longer than 249 bytes.
    case labelLength
    /// A context is longer than 65,535 bytes in TLS 1.2, or than 255 bytes in HKDF-Expand-Label.
    case contextLength
    /// An exporter's label is one that the handshake uses itself.
    case reservedLabel
    /// A batch's array is not a whole number of entries of its length, or the number is negative.
    case batchLength
    /// A part of a key block is longer than 255 bytes, or shorter than none.
    case keyBlockPartLength
}

extension KeyDerivationError: CustomStringConvertible {
    /// What is wrong, for people. Nothing of a secret is in it.
    public var description: String {
        switch self {
        case .randomLength: "a random has 32 bytes"
        case .secretLength: "a secret has 48 bytes in TLS 1.2, and a digest's in TLS 1.3"
        case .hashLength: "a hash of the handshake has the length of the hash's digest"
        case .outputLength: "the output is too short, or longer than can be derived"
        case .labelLength: "a label has 1 to 249 bytes"
        case .contextLength: "the context is too long"
        case .reservedLabel: "the handshake uses this label itself"
        case .batchLength: "the batch is not a whole number of entries"
        case .keyBlockPartLength: "a part of a key block has 0 to 255 bytes"
        }
    }
}
