// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import HandshakeCore
package import X509

/// A client's side of a session: what it takes to resume it in a later connection.
///
/// It holds the master secret, which is wiped when the last copy is released. Keep it in memory
/// only, and use it only with the server of the same name.
public struct TLSSession: Sendable {
    /// The name of the server that the session was made with.
    public var serverName: String { stored.serverName }
    package let stored: StoredClientSession
}

/// What a client keeps of a session. A class, so that its copies share one master secret.
///
/// The master secret is always an extended one: no other session is resumed (RFC 7627, section
/// 5.3).
package final class StoredClientSession: Sendable {
    package let serverName: String
    package let cipherSuite: TLSCipherSuite
    package let masterSecret: SecretBytes
    /// The session's identifier; empty if it has a ticket.
    package let sessionID: [UInt8]
    /// The session's ticket (RFC 5077); empty if it has an identifier.
    package let ticket: [UInt8]
    package let expires: Date
    package let peerCertificates: [Certificate]
    /// As DER, the certificates of the credential that the client had: the server takes whoever
    /// resumes the session for their owner. Empty if it had none.
    package let clientCertificates: [[UInt8]]

    init(
        serverName: String,
        cipherSuite: TLSCipherSuite,
        masterSecret: Span<UInt8>,
        sessionID: [UInt8],
        ticket: [UInt8],
        expires: Date,
        peerCertificates: [Certificate],
        clientCertificates: [[UInt8]]
    ) {
        self.serverName = serverName
        self.cipherSuite = cipherSuite
        self.masterSecret = SecretBytes(copying: masterSecret)
        self.sessionID = sessionID
        self.ticket = ticket
        self.expires = expires
        self.peerCertificates = peerCertificates
        self.clientCertificates = clientCertificates
    }
}

extension Duration {
    var timeInterval: TimeInterval { self / .seconds(1) }
}

extension UInt32 {
    /// The whole seconds of an interval, within the bounds of the type: lifetimes have no bounds of
    /// their own.
    init(wholeSecondsOf interval: TimeInterval) {
        self.init(Swift.min(Swift.max(0, interval), TimeInterval(UInt32.max)))
    }
}
