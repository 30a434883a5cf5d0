import Foundation
import HandshakeEngine
import HandshakeNIO
import NIOHTTP1

/// What went wrong on a connection, in words for the one who runs the command.
package enum FailureText {
    /// `peer` is "server" or "client".
    package static func of(_ error: any Error, peer: String) -> String {
        switch error {
        case let error as ConnectionError: text(error, peer: peer)
        case HandshakeHandlerError.handshakeTimedOut:
            "the \(peer) did not finish the handshake in time"
        case is HTTPParserError: "the \(peer) sent no valid HTTP/1.1: \(ErrorText.of(error))"
        default: ErrorText.of(error)
        }
    }

    /// What is counted where a failure comes too often to be told each time. There are not many.
    static func kind(of error: any Error) -> String {
        switch error {
        case ConnectionError.peerMisbehaved(let alert, _):
            "clients that broke the protocol (\(kind(of: alert)))"
        case ConnectionError.certificateRefused(let refusal):
            "certificates that were refused (\(kind(of: refusal.alert)))"
        case ConnectionError.alertReceived(let alert):
            "clients that ended the connection with an alert (\(kind(of: alert)))"
        case ConnectionError.truncated: "clients that went without close_notify"
        case HandshakeHandlerError.handshakeTimedOut: "handshakes that were not finished in time"
        case is HTTPParserError: "clients that sent no valid HTTP/1.1"
        default: "connections that failed"
        }
    }

    /// A client may send alerts of any number.
    private static func kind(of alert: AlertDescription) -> String {
        alert.description == "alert \(alert.rawValue)" ? "another alert" : alert.description
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
        case .privateKeyOperationFailed:
            "this side's private key did not do its part: the key or the machine is damaged"
        case .recordLimitReached:
            "as much was sent or received as one connection may: it takes another one to go on"
        case .invalidConfiguration(let reason): "the connection cannot be made so: \(reason)"
        // Misuse of the engine, which this command does not have in it.
        default: ErrorText.ownWords(of: error) ?? "the connection is over"
        }
    }

    private static func hint(_ alert: AlertDescription, peer: String) -> String {
        switch alert {
        case .unknownCA: ": it does not trust the authority of this side's certificate"
        case .certificateExpired: ": this side's certificate is not valid now"
        case .badCertificate, .unsupportedCertificate, .certificateUnknown, .certificateRevoked:
            ": it does not accept this side's certificate"
        case .protocolVersion: ": it does not speak TLS 1.2, the only version of this command"
        case .insufficientSecurity: ": it wants stronger cipher suites than this side has"
        case .unrecognizedName: ": it has no certificate for the name that it was asked for"
        case .noApplicationProtocol: ": it speaks none of the application protocols offered"
        case .accessDenied: ": this side may not connect to it"
        case .certificateRequired: ": it wants a certificate (--certificate and --key)"
        case .handshakeFailure where peer == "server":
            ": it may want a certificate (--certificate and --key) of an authority that it trusts, "
                + "or other cipher suites"
        case .handshakeFailure: ": it has no cipher suite or no parameters in common with this side"
        default: ""
        }
    }
}
