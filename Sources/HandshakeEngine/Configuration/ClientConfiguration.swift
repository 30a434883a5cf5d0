public import Foundation
public import X509

/// How a client makes its connections.
public struct ClientConfiguration: Sendable {
    /// The server's host name or IP address, which its certificate's subjectAltName must hold. A host
    /// name is sent to the server (RFC 6066, section 3) as far as it is one: letters, digits, "-" and
    /// "_" of ASCII, so that an internationalized name has to be given as A-labels (RFC 5890).
    public var serverName: String
    /// The certificate authorities that the server's chain may end at.
    public var trustRoots: TrustRoots
    /// What the client proves its identity with if the server asks for it. A server that names the
    /// authorities that it trusts, none of which issued a certificate of the credential's chain, gets
    /// no certificate: the chain has to go up to one that it names.
    public var credential: Credential?
    /// The suites to offer, best first.
    public var cipherSuites = CipherSuite.defaultSuites
    /// The application protocols to offer (RFC 7301), best first; none if empty.
    public var applicationProtocols: [String] = []
    /// The session to resume, if the server still knows it. It is not offered to a server of another
    /// name, or with another credential than the one that it was made with. Its server was verified
    /// when it was made and is not again: keep a session with the trust roots and policies that it
    /// was made with.
    public var session: Session?
    /// Policies that the server's chain must meet besides those of this library. Called once a
    /// verification.
    public var policies: @Sendable () -> [any VerifierPolicy] = { [] }
    /// Gets a line of NSS's key log format for each connection, with which anyone can read what is
    /// sent. For debugging only.
    public var keyLog: (@Sendable (String) -> Void)?
    /// Hears of each message and each costly step.
    public var observer: (@Sendable (HandshakeObservation) -> Void)?
    /// The clock that certificates and sessions are checked with.
    public var now: @Sendable () -> Date = { Date() }
    public var limits = ConnectionLimits()

    public init(serverName: String, trustRoots: TrustRoots) {
        self.serverName = serverName
        self.trustRoots = trustRoots
    }
}
