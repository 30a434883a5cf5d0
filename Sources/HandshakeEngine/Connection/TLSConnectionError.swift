// SPDX-License-Identifier: Apache-2.0

internal import HandshakeTLS

/// Why a connection has failed, or a call was refused.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum TLSConnectionError: Error, Equatable, Sendable {
    // The peer's fault. The connection is dead; its alert is among the bytes to send.

    /// The peer broke the protocol, or has nothing in common with this side. The alert is the one
    /// that tells it so; the reason is text to be read, not parsed.
    case peerMisbehaved(TLSAlertDescription, reason: String)
    /// The peer's certificate was refused.
    case certificateRefused(TLSCertificateRefusal)

    // Other causes from outside. The connection is dead.

    /// The peer sent a fatal alert.
    case alertReceived(TLSAlertDescription)
    /// The server asked this client for a certificate, the client sent none for this reason, and
    /// the server then ended the handshake with this fatal alert.
    case clientCertificateNotSent(TLSAlertDescription, reason: String)
    /// The transport ended without close_notify: what has been received may be incomplete.
    case truncated
    /// The private key's operation failed.
    case privateKeyOperationFailed
    /// As many records as one key may protect have been received, or would have been sent. The last
    /// one sent is the alert that tells the peer.
    case recordLimitReached
    /// The configuration cannot be used, for example because its certificate list is too long for
    /// TLS; the reason is text to be read, not parsed.
    case invalidConfiguration(reason: String)

    // The caller's misuse. The connection goes on as before.

    /// The handshake has not been completed.
    case handshakeNotCompleted
    /// The connection was closed or has failed.
    case closed
    /// The peer does not support extended_master_secret. Without it, a man in the middle can make
    /// two connections export the same keying material (RFC 7627, section 5.4).
    case exporterUnavailable
    /// The exporter's label is one of the handshake's own, or the context has more than 65,535
    /// bytes.
    case invalidExporterInput
}

extension TLSConnectionError: CustomStringConvertible {
    /// What has happened, as text to be read.
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
        case .exporterUnavailable: "the peer does not support extended_master_secret"
        case .invalidExporterInput: "the exporter's label or context is not allowed"
        }
    }
}

/// Why a peer's certificate was refused.
public struct TLSCertificateRefusal: Error, Hashable, Sendable {
    /// The kind of reason.
    #if hasAttribute(nonexhaustive)
    @nonexhaustive
    #endif
    public enum Code: Hashable, Sendable {
        /// The peer sent no certificate.
        case missing
        /// No chain leads to a certificate authority that is trusted.
        case unknownAuthority
        /// A certificate of the chain is not valid yet, or is no longer valid.
        case outsideValidityPeriod
        /// The certificate is not for the server's name or address.
        case wrongIdentity
        /// The certificate is not for this use: as a server's, or as a client's.
        case wrongUsage
        /// The chain breaks the rules of RFC 5280.
        case invalidChain
        /// A policy of the caller's refused the chain.
        case policy
    }

    /// The kind of reason, which decides the alert.
    public let code: Code
    /// What was found, as text to be read.
    public let reason: String

    /// A refusal of this kind, whose reason is text to be read.
    public init(_ code: Code, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The alert that the peer is sent (RFC 5246, section 7.2.2).
    public var alert: TLSAlertDescription {
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

extension TLSCertificateRefusal: CustomStringConvertible {
    /// The reason.
    public var description: String { reason }
}

/// Errors and their alerts.
extension TLSConnectionError {
    /// The alert to send, or `nil` if none is due.
    package var alert: TLSAlertDescription? {
        switch self {
        case .peerMisbehaved(let alert, _): alert
        case .certificateRefused(let refusal): refusal.alert
        case .privateKeyOperationFailed, .recordLimitReached, .invalidConfiguration: .internalError
        case .alertReceived, .clientCertificateNotSent, .truncated, .handshakeNotCompleted, .closed,
            .exporterUnavailable,
            .invalidExporterInput:
            nil
        }
    }

    init(_ error: WireError, in message: String) {
        self = .peerMisbehaved(error.alert, reason: "\(message): \(error)")
    }

    /// A record that could not be opened.
    init(_ error: RecordError) {
        switch error.code {
        case .recordLimitReached, .sequenceNumbersExhausted:
            self = .recordLimitReached
        case .contentTooLong:
            self = .peerMisbehaved(.recordOverflow, reason: "a record is too long")
        default:
            self = .peerMisbehaved(.badRecordMAC, reason: "a record does not open")
        }
    }

    /// No peer can cause this: the lengths and keys are this library's own.
    static let keysNotDerived = TLSConnectionError.invalidConfiguration(
        reason: "the session's keys cannot be derived"
    )

    static func unexpected(_ what: String, expected: String) -> TLSConnectionError {
        .peerMisbehaved(.unexpectedMessage, reason: "\(what) came where \(expected) was expected")
    }

    static func illegalParameter(_ reason: String) -> TLSConnectionError {
        .peerMisbehaved(.illegalParameter, reason: reason)
    }

    static func handshakeFailure(_ reason: String) -> TLSConnectionError {
        .peerMisbehaved(.handshakeFailure, reason: reason)
    }
}
