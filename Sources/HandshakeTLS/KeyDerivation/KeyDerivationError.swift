/// Why a derivation was refused: a length that is not the standard's, or a reserved label. Nothing
/// was written.
public struct KeyDerivationError: Error, Hashable, Sendable {
    /// The kind of error, for code to decide on.
    public let code: Code

    /// An error of this kind.
    public init(_ code: Code) { self.code = code }

    /// What is wrong, for people. Nothing of a secret is in it.
    public var reason: String { code.kind.reason }
}

extension KeyDerivationError: CustomStringConvertible {
    public var description: String { "\(code): \(reason)" }
}

extension KeyDerivationError {
    /// A kind of error. More may come: a `switch` needs a default.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        fileprivate let kind: Kind

        public var description: String { kind.rawValue }

        /// A random value of TLS 1.2 is not 32 bytes long.
        public static var randomLength: Code { Code(kind: .randomLength) }
        /// A master secret of TLS 1.2 is not 48 bytes long, or a secret of TLS 1.3 is not as long as
        /// the hash's digest.
        public static var secretLength: Code { Code(kind: .secretLength) }
        /// A handshake, session or transcript hash does not have the length of the hash's digest.
        public static var hashLength: Code { Code(kind: .hashLength) }
        /// The output is shorter than what is derived, longer than what can be, or of a negative
        /// length.
        public static var outputLength: Code { Code(kind: .outputLength) }
        /// A label of TLS 1.3 is empty or longer than 249 bytes.
        public static var labelLength: Code { Code(kind: .labelLength) }
        /// A context is longer than 65,535 bytes in TLS 1.2, or than 255 bytes in HKDF-Expand-Label.
        public static var contextLength: Code { Code(kind: .contextLength) }
        /// An exporter's label is one that the handshake uses itself.
        public static var reservedLabel: Code { Code(kind: .reservedLabel) }
        /// A batch's array is not a whole number of entries of its length, or the number is
        /// negative.
        public static var batchLength: Code { Code(kind: .batchLength) }
        /// A part of a key block is longer than 255 bytes, or shorter than none.
        public static var keyBlockPartLength: Code { Code(kind: .keyBlockPartLength) }
    }

    fileprivate enum Kind: String {
        case randomLength, secretLength, hashLength, outputLength, labelLength, contextLength
        case reservedLabel, batchLength, keyBlockPartLength

        var reason: String {
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
}
