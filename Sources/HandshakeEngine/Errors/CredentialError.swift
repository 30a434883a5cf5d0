public import HandshakeKeyFormats

/// Why a certificate and its key cannot be used.
public enum CredentialError: Error, Equatable, Sendable {
    /// There is no certificate.
    case noCertificate
    /// The text holds no certificate, or one that is not DER to the letter; the reason is for
    /// people.
    case invalidCertificate(reason: String)
    /// The leaf's key is not RSA, or of a size that this library does not support.
    case unsupportedKey
    /// The private key is not the leaf's.
    case keyDoesNotMatch
    /// The private key cannot be read.
    case invalidPrivateKey(KeyFormatError)
}
