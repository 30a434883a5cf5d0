/// Why a connection has failed, or a call was refused.
public enum ConnectionError: Error, Equatable, Sendable {
    // The peer's fault. The connection is dead; its alert is among the bytes to send.

    /// The peer broke the protocol, or has nothing in common with this side. The alert was sent to
    /// it; the reason is for people.
    case peerMisbehaved(AlertDescription, reason: String)
    /// The peer's certificate was refused.
    case certificateRefused(CertificateRefusal)

    // What came from outside. The connection is dead.

    /// The peer sent a fatal alert.
    case alertReceived(AlertDescription)
    /// The server asked this client for a certificate, none was sent for this reason, and then the
    /// server ended the handshake with a fatal alert.
    case clientCertificateNotSent(AlertDescription, reason: String)
    /// The transport ended without close_notify: what was received may be incomplete.
    case truncated
    /// The private key's operation failed.
    case privateKeyOperationFailed
    /// As many records as one key may protect have been received, or would have been sent. The last
    /// one sent is the alert that tells the peer.
    case recordLimitReached
    /// The configuration cannot be used, such as one with a certificate list that is too long for
    /// TLS; the reason is for people.
    case invalidConfiguration(reason: String)

    // The caller's misuse. The connection goes on as before.

    /// The handshake has not been completed.
    case handshakeNotCompleted
    /// The connection was closed or has failed.
    case closed
    /// The peer does not know extended_master_secret. Without it, a man in the middle can make two
    /// connections export the same (RFC 7627, section 5.4).
    case exporterUnavailable
    /// The exporter's label is one of the handshake's own, or the context has more than 65,535
    /// bytes.
    case invalidExporterInput
}
