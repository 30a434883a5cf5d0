import Foundation
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOPosix

/// What went wrong on a connection, in words for the one who runs the command.
enum FailureText {
    /// `peer` is "server" or "client".
    static func of(_ error: any Error, peer: String) -> String {
        switch error {
        case let error as ConnectionError: text(error, peer: peer)
        case HandshakeHandlerError.handshakeTimedOut:
            "the \(peer) did not finish the handshake in time"
        case let error as NIOConnectionError:
            "\(error.host):\(error.port) cannot be connected to: "
                + (error.connectionErrors.first.map { of($0.error, peer: peer) }
                    ?? "the host's name is not known")
        case let error as IOError: unsafe String(cString: strerror(error.errnoCode))
        case ChannelError.connectTimeout: "there is no answer"
        default: "\(error)"
        }
    }

    private static func text(_ error: ConnectionError, peer: String) -> String {
        switch error {
        case .peerMisbehaved(let alert, let reason):
            "the \(peer) broke the protocol: \(reason) (it was sent the alert \(alert))"
        case .certificateRefused(let refusal):
            "the \(peer)'s certificate was refused: \(refusal.reason) "
                + "(it was sent the alert \(refusal.alert))"
        case .alertReceived(let alert):
            "the \(peer) ended the connection with the alert \(alert)" + hint(alert, peer: peer)
        case .truncated: "the \(peer) ended the connection without close_notify"
        default: "\(error)"
        }
    }

    private static func hint(_ alert: AlertDescription, peer: String) -> String {
        switch alert {
        case .unknownCA: ": it does not trust the authority of this side's certificate"
        case .certificateExpired: ": this side's certificate is not valid now"
        case .badCertificate, .unsupportedCertificate, .certificateUnknown, .certificateRevoked:
            ": it does not accept this side's certificate"
        case .handshakeFailure where peer == "server":
            ": it may want a certificate (--certificate and --key) of an authority that it trusts, "
                + "or other cipher suites"
        default: ""
        }
    }
}
