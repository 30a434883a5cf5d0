/// Why a peer's certificate was refused.
public struct CertificateRefusal: Error, Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        /// The peer sent no certificate.
        case missing
        /// No chain leads to a certificate authority that is trusted.
        case unknownAuthority
        /// A certificate of the chain is not valid yet, or no longer.
        case outsideValidityPeriod
        /// The certificate is not for the server's name or address.
        case wrongIdentity
        /// The certificate is not for this use: a server's, or a client's.
        case wrongUsage
        /// The chain breaks the rules of RFC 5280.
        case invalidChain
        /// A policy of the caller's refused the chain.
        case policy
    }

    public let code: Code
    /// What was found, for people.
    public let reason: String

    public init(_ code: Code, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The alert that tells the peer (RFC 5246, section 7.2.2).
    public var alert: AlertDescription {
        switch code {
        case .missing: .handshakeFailure
        case .unknownAuthority: .unknownCA
        case .outsideValidityPeriod: .certificateExpired
        case .wrongIdentity, .invalidChain: .badCertificate
        case .wrongUsage: .unsupportedCertificate
        case .policy: .certificateUnknown
        }
    }
}
