public import X509

/// A peer's certificates, which a connection waits to be verified.
public struct VerificationRequest: Sendable {
    public struct ID: Hashable, Sendable {
        let number: Int
    }

    public let id: ID
    /// The peer's certificates, leaf first, as it sent them.
    public let peerCertificates: [Certificate]
    package let verification: CertificateVerification

    /// Verifies the chain as the configuration asks: path to a trusted authority, validity period,
    /// key usages, the rules of RFC 5280, for a server its name or address, and the caller's
    /// policies.
    public func verify() async -> VerificationResult {
        await verification.verify(peerCertificates)
    }
}

/// The outcome of a verification.
public enum VerificationResult: Sendable, Hashable {
    case accepted
    case refused(CertificateRefusal)
}
