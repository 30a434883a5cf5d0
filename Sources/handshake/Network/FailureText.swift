// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import HandshakeNIO
import NIOHTTP1

/// What went wrong on a connection, in words for the one who runs the command.
package enum FailureText {
    /// `peer` is "server" or "client".
    package static func of(_ error: any Error, peer: String) -> String {
        switch error {
        case let error as TLSConnectionError: text(error, peer: peer)
        case HandshakeHandlerError.handshakeTimedOut:
            "the \(peer) did not finish the handshake in time"
        case is HTTPParserError: "the \(peer) sent no valid HTTP/1.1: \(ErrorText.of(error))"
        default: ErrorText.of(error)
        }
    }

    /// What is counted where a failure comes too often to be told each time. There are not many.
    static func kind(of error: any Error) -> String {
        switch error {
        case TLSConnectionError.peerMisbehaved(let alert, _):
            "clients that broke the protocol (\(kind(of: alert)))"
        case TLSConnectionError.certificateRefused(let refusal):
            "certificates that were refused (\(kind(of: refusal.alert)))"
        case TLSConnectionError.alertReceived(let alert):
            "clients that ended the connection with an alert (\(kind(of: alert)))"
        case TLSConnectionError.truncated: "clients that went without close_notify"
        case HandshakeHandlerError.handshakeTimedOut: "handshakes that were not finished in time"
        case is HTTPParserError: "clients that sent no valid HTTP/1.1"
        default: "connections that failed"
        }
    }

    /// A client may send alerts of any number.
    private static func kind(of alert: TLSAlertDescription) -> String {
        alert.description == "alert \(alert.rawValue)" ? "another alert" : alert.description
    }

    private static func text(_ error: TLSConnectionError, peer: String) -> String {
        switch error {
        case .peerMisbehaved(let alert, let reason):
            "the \(peer) broke the protocol: \(reason) (it was sent the alert \(alert))"
        case .certificateRefused(let refusal):
            "the \(peer)'s certificate was refused: \(refusal.reason) "
                + "(it was sent the alert \(refusal.alert))"
        case .alertReceived(let alert):
            "the \(peer) ended the connection with the alert \(alert)" + hint(alert, peer: peer)
        case .clientCertificateNotSent(let alert, let reason):
            "the server ended the connection with the alert \(alert): it had asked for a certificate "
                + "(--certificate and --key), and none was sent: \(reason)"
        case .truncated: "the \(peer) ended the connection without close_notify"
        default: "\(error)"
        }
    }

    private static func hint(_ alert: TLSAlertDescription, peer: String) -> String {
        let wantsCertificate: [TLSAlertDescription] = [.handshakeFailure, .certificateRequired]
        let meaning =
            if peer == "server", wantsCertificate.contains(alert) {
                "it may want a certificate (--certificate and --key) of an authority that it trusts, "
                    + "or other cipher suites, or have no RSA certificate, which this side needs: "
                    + "'handshake inspect HOST:PORT' shows what it has"
            } else {
                alert.meaning
            }
        return meaning.map { ": \($0)" } ?? ""
    }
}
