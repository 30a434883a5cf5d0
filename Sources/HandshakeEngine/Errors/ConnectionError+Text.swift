extension ConnectionError: CustomStringConvertible {
    /// What has happened, for people.
    public var description: String {
        switch self {
        case .peerMisbehaved(let alert, let reason):
            "\(reason) (the peer is sent the alert \(alert))"
        case .certificateRefused(let refusal):
            "the peer's certificate is refused: \(refusal.reason) (the peer is sent the alert "
                + "\(refusal.alert))"
        case .alertReceived(let alert):
            "the peer has sent the alert \(alert)" + (alert.meaning.map { ": \($0)" } ?? "")
        case .clientCertificateNotSent(let alert, let reason):
            "the server has sent the alert \(alert); it had asked for a certificate, and this client "
                + "sent none: \(reason)"
        case .truncated: "the transport ended without close_notify"
        case .privateKeyOperationFailed: "the private key's operation failed"
        case .recordLimitReached: "a key has protected as many records as it may"
        case .invalidConfiguration(let reason): "the configuration cannot be used: \(reason)"
        case .handshakeNotCompleted: "the handshake is not complete"
        case .closed: "the connection is closed"
        case .exporterUnavailable: "the peer does not know extended_master_secret"
        case .invalidExporterInput: "the exporter's label or context is not allowed"
        }
    }
}

extension AlertDescription {
    /// What a peer that sends it most likely means, for people; `nil` where the name says it.
    package var meaning: String? {
        switch self {
        case .protocolVersion:
            "it does not speak TLS 1.2, the only version here"
        case .handshakeFailure, .insufficientSecurity:
            "it accepts none of the cipher suites, groups or signatures that it was offered, or wants "
                + "a certificate"
        case .unknownCA: "it does not trust the authority of this side's certificate"
        case .certificateExpired: "this side's certificate is not valid now"
        case .badCertificate, .unsupportedCertificate, .certificateRevoked, .certificateUnknown:
            "it does not accept this side's certificate"
        case .certificateRequired: "it wants a certificate"
        case .accessDenied: "it does not let the owner of this side's certificate in"
        case .unrecognizedName: "it serves no host of the name that it was asked for"
        case .noApplicationProtocol:
            "it accepts none of the application protocols that it was offered"
        case .inappropriateFallback: "it has a higher version than this side has offered"
        case .internalError: "the fault is its own"
        default: nil
        }
    }
}
