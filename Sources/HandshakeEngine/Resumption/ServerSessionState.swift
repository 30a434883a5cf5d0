package import Foundation
package import HandshakeCore

/// What a server keeps of a session, in its cache or in a ticket. A class, so that its copies share
/// one master secret.
///
/// Its master secret is always the extended one: no other session is resumed (RFC 7627, section 5.3).
package final class ServerSessionState: Sendable {
    package let cipherSuite: CipherSuite
    package let masterSecret: SecretBytes
    /// The name that the client asked for: the session is for no other.
    package let serverName: String?
    package let expires: Date
    /// The client's certificates as DER, leaf first.
    package let clientCertificates: [[UInt8]]

    init(
        cipherSuite: CipherSuite,
        masterSecret: Span<UInt8>,
        serverName: String?,
        expires: Date,
        clientCertificates: [[UInt8]]
    ) {
        self.cipherSuite = cipherSuite
        self.masterSecret = SecretBytes(copying: masterSecret)
        self.serverName = serverName
        self.expires = expires
        self.clientCertificates = clientCertificates
    }
}
