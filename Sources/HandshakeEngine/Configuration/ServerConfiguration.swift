public import Foundation
public import X509

/// How a server answers connections.
public struct ServerConfiguration: Sendable {
    /// What the server proves its identity with where no other credential is for the name that the
    /// client asks for.
    public var credential: Credential
    /// Credentials by the server name that the client asks for, in lower case.
    public var credentialsByServerName: [String: Credential] = [:]
    /// The certificate authorities that a client's chain may end at. A client must have a
    /// certificate, unless ``allowsUnauthenticatedClients`` says otherwise; `nil` asks for none.
    public var clientTrustRoots: TrustRoots?
    /// Whether a client that is asked for a certificate may go on without one. The application sees
    /// it by ``NegotiatedParameters/peerCertificates``, which are empty then. A certificate that a
    /// client does send is verified as always, and a wrong one refused.
    public var allowsUnauthenticatedClients = false
    /// The suites to accept, best first: the server's order decides.
    public var cipherSuites = CipherSuite.defaultSuites
    /// The application protocols to accept (RFC 7301), best first; none if empty. A client that
    /// offers only others is refused.
    public var applicationProtocols: [String] = []
    /// The keys of session tickets (RFC 5077); `nil` gives none.
    public var ticketKeys: TicketKeys?
    /// The sessions that are resumed by their identifier; `nil` keeps none.
    public var sessionCache: SessionCache?
    /// Policies that a client's chain must meet besides those of this library. Called once a
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

    public init(credential: Credential) {
        self.credential = credential
    }
}
