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
    ///
    /// It keeps its thread busy for as long as the signatures take: a fraction of a millisecond for
    /// an honest peer, for a hostile one as long as ``ConnectionLimits/signatureCheckCount`` allows. So
    /// it is not for threads that others wait for, such as an event loop's. It ends soon after its task
    /// is cancelled, which is due when the connection has ended: with a refusal, as without a chain.
    public func verify() async -> VerificationResult {
        await verification.verify(peerCertificates)
    }
}

/// The outcome of a verification.
public enum VerificationResult: Sendable, Hashable {
    case accepted
    case refused(CertificateRefusal)
}
