public import HandshakeCore

/// Why a certificate and its key cannot be used.
public enum CredentialError: Error, Equatable, Sendable {
    /// There is no certificate.
    case noCertificate
    /// The text holds no PEM, or a block that is damaged or whose certificate cannot be read: which,
    /// where and why, for people. Nothing of the text is in it.
    case invalidCertificate(reason: String)
    /// The leaf's key is not RSA, or of a size that this library does not support.
    case unsupportedKey
    /// The private key is not the leaf's.
    case keyDoesNotMatch
    /// The private key cannot be read.
    case invalidPrivateKey(KeyFormatError)
}
