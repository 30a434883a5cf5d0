public import Foundation
public import X509

/// How a server answers connections.
public struct TLSServerConfiguration: Sendable {
    /// What the server proves its identity with where no other credential is for the name that the
    /// client asks for.
    public var credential: TLSCredential
    /// Credentials by the server name that the client asks for, in lower case.
    public var credentialsByServerName: [String: TLSCredential] = [:]
    /// The certificate authorities that a client's chain may end at. A client must have a
    /// certificate, unless ``allowsUnauthenticatedClients`` says otherwise; `nil` asks for none.
    public var clientTrustRoots: TLSTrustRoots?
    /// Whether a client that is asked for a certificate may go on without one. The application sees
    /// it by ``TLSNegotiatedParameters/peerCertificates``, which are empty then. A certificate that
    /// a client does send is verified as always, and a wrong one refused.
    public var allowsUnauthenticatedClients = false
    /// The suites to accept, best first: the server's order decides.
    public var cipherSuites = TLSCipherSuite.defaultSuites
    /// The application protocols to accept (RFC 7301), best first; none if empty. A client that
    /// offers only others is refused.
    public var applicationProtocols: [String] = []
    /// The keys of session tickets (RFC 5077); `nil` gives none.
    public var ticketKeys: TLSTicketKeys?
    /// The sessions that are resumed by their identifier; `nil` keeps none.
    public var sessionCache: TLSSessionCache?
    /// Policies that a client's chain must meet besides those of this library. Called once a
    /// verification.
    public var policies: @Sendable () -> [any VerifierPolicy] = { [] }
    /// Gets a line of NSS's key log format for each connection, with which anyone can read what is
    /// sent. For debugging only.
    public var keyLog: (@Sendable (String) -> Void)?
    /// Hears of each message and each costly step.
    public var observer: (@Sendable (TLSHandshakeObservation) -> Void)?
    /// The clock that certificates and sessions are checked with.
    public var now: @Sendable () -> Date = { Date() }
    public var limits = TLSConnectionLimits()

    public init(credential: TLSCredential) {
        self.credential = credential
    }
}

/// How a client makes its connections.
public struct TLSClientConfiguration: Sendable {
    /// The server's host name or IP address, which its certificate's subjectAltName must hold. A
    /// host name is sent to the server (RFC 6066, section 3) as far as it is one: letters, digits,
    /// "-" and "_" of ASCII, so that an internationalized name has to be given as A-labels (RFC
    /// 5890).
    public var serverName: String
    /// The certificate authorities that the server's chain may end at.
    public var trustRoots: TLSTrustRoots
    /// What the client proves its identity with if the server asks for it. A server that names the
    /// authorities that it trusts, none of which issued a certificate of the credential's chain,
    /// gets no certificate: the chain has to go up to one that it names.
    public var credential: TLSCredential?
    /// The suites to offer, best first.
    public var cipherSuites = TLSCipherSuite.defaultSuites
    /// The application protocols to offer (RFC 7301), best first; none if empty.
    public var applicationProtocols: [String] = []
    /// The session to resume, if the server still knows it. It is not offered to a server of
    /// another name, or with another credential than the one that it was made with. Its server was
    /// verified when it was made and is not again: keep a session with the trust roots and policies
    /// that it was made with.
    public var session: TLSSession?
    /// Policies that the server's chain must meet besides those of this library. Called once a
    /// verification.
    public var policies: @Sendable () -> [any VerifierPolicy] = { [] }
    /// Gets a line of NSS's key log format for each connection, with which anyone can read what is
    /// sent. For debugging only.
    public var keyLog: (@Sendable (String) -> Void)?
    /// Hears of each message and each costly step.
    public var observer: (@Sendable (TLSHandshakeObservation) -> Void)?
    /// The clock that certificates and sessions are checked with.
    public var now: @Sendable () -> Date = { Date() }
    public var limits = TLSConnectionLimits()

    public init(serverName: String, trustRoots: TLSTrustRoots) {
        self.serverName = serverName
        self.trustRoots = trustRoots
    }
}

/// What a peer may make a connection do.
public struct TLSConnectionLimits: Sendable {
    /// The longest Certificate message in bytes, its header not counted: TLS has room for 16 MiB.
    ///
    /// The other handshake messages may have what their definitions have room for: ClientHello
    /// 131,396 bytes, CertificateRequest 131,329, ServerKeyExchange 65,798, ServerHello 65,607,
    /// NewSessionTicket 65,541, CertificateVerify 65,539, ClientKeyExchange 65,537. A longer one
    /// ends the connection as soon as its header is there.
    public var certificateMessageByteCount = 1 << 16
    /// The certificates in one list.
    public var certificateCount = 10
    /// How many certificates of one subject and key are tried as issuers, of those that the peer
    /// sent. Each could stand for each of the others in a chain, so that the ways through them are
    /// as many as their orders; beyond the limit they are left out.
    public var certificatesPerSubjectAndKey = 2
    /// How many signatures of certificates one verification may check before it ends. A chain takes
    /// one for each certificate above the leaf; more are for authorities with one name, or several
    /// ways. A check takes about 20 microseconds with RSA-2048; the dearest keys, of P-521, take
    /// nearly a millisecond, so that a hostile peer costs 0.1 seconds at most.
    public var signatureCheckCount = 100
    /// How many comparisons of a name with a name constraint one verification may make (RFC 5280,
    /// section 4.2.1.10); a chain that takes more is refused.
    public var nameComparisonCount = 50_000
    /// The records that one key protects, each way (RFC 5288, section 6). The last is kept for the
    /// alert that ends the connection.
    public var recordsPerKey: UInt64 = 1 << 24
    /// The bytes that are kept while the connection waits for an answer to a request.
    public var waitingByteCount = 1 << 17

    public init() {}

    /// What the body of a message of this type may have.
    func bodyByteCount(of type: HandshakeType) -> Int {
        type == .certificate ? certificateMessageByteCount : type.maximumBodyByteCount
    }
}
