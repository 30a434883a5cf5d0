// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import X509

/// How a server answers connections.
public struct TLSServerConfiguration: Sendable {
    /// What the server proves its identity with, unless there is another credential for the name
    /// that the client asks for.
    public var credential: TLSCredential
    /// Credentials by the server name that the client asks for, in lower case. A name that begins
    /// with "*." stands for every name that has one label in that place; a whole name goes first.
    public var credentialsByServerName: [String: TLSCredential] = [:]
    /// The certificate authorities that a client's chain may end at. A client must have a
    /// certificate, unless ``allowsUnauthenticatedClients`` is true; with `nil`, clients are not
    /// asked for one.
    public var clientTrustRoots: TLSTrustRoots?
    /// Whether a client that is asked for a certificate may go on without one. The application then
    /// finds ``TLSNegotiatedParameters/peerCertificates`` empty. A certificate that a client does
    /// send is verified as always, and refused if it is wrong.
    public var allowsUnauthenticatedClients = false
    /// The suites to accept, best first: the server's order decides. Suites that this library does
    /// not implement are ignored.
    public var cipherSuites = TLSCipherSuite.defaultSuites
    /// The application protocols to accept (RFC 7301), best first; none if empty. A client that
    /// offers only others is refused.
    public var applicationProtocols: [String] = []
    /// The keys of session tickets (RFC 5077); with `nil`, there are no tickets.
    ///
    /// A session remembers that its client's chain was verified. It is verified again when the session
    /// is resumed and a certificate of the chain is not valid any more, the trusted authorities are
    /// others than then, there are ``policies``, or the first verification was not that of
    /// ``TLSVerificationRequest/verify()``. This holds for the sessions of a cache, too.
    public var ticketKeys: TLSTicketKeys?
    /// The sessions that are resumed by their identifier; with `nil`, none are kept.
    public var sessionCache: TLSSessionCache?
    /// Policies that a client's chain must meet in addition to those of this library. Called once
    /// for each verification, and where a session is resumed: if there are any then, the client's
    /// chain is verified again.
    public var policies: @Sendable () -> [any VerifierPolicy] = { [] }
    /// Receives a line in the format of NSS's key log for each connection, with which anyone can
    /// read what is sent. For debugging only.
    public var keyLog: (@Sendable (String) -> Void)?
    /// Is told of each message and each costly step.
    public var observer: (@Sendable (TLSHandshakeObservation) -> Void)?
    /// The clock that certificates and sessions are checked against.
    public var now: @Sendable () -> Date = { Date() }
    /// What a client may make a connection do.
    public var limits = TLSConnectionLimits()

    /// A server with this credential, and otherwise with the defaults: ECDHE suites, no application
    /// protocols, no client certificates, no resumption.
    public init(credential: TLSCredential) {
        self.credential = credential
    }

    /// The credential for a name that a client asks for, if there is one of its own.
    func credential(forServerName name: String) -> TLSCredential? {
        let name = name.lowercased()
        if let credential = credentialsByServerName[name] { return credential }
        guard let dot = name.firstIndex(of: ".") else { return nil }
        return credentialsByServerName["*" + name[dot...]]
    }
}

/// How a client makes its connections.
///
/// It remembers, with its copies, the chain that was accepted last. A server that shows the same is
/// not verified again until a certificate of the chain expires, as long as ``serverName`` and
/// ``trustRoots`` are what they were and there are no ``policies``: make one configuration a server,
/// and use it for all connections.
public struct TLSClientConfiguration: Sendable {
    /// The server's host name or IP address, which its certificate's subjectAltName must hold. A
    /// host name is sent to the server (RFC 6066, section 3) if it consists of ASCII letters,
    /// digits, "-" and "_"; an internationalized name therefore has to be given as A-labels (RFC
    /// 5890).
    public var serverName: String
    /// The certificate authorities that the server's chain may end at.
    public var trustRoots: TLSTrustRoots
    /// What the client proves its identity with if the server asks for it. A server may name the
    /// authorities that it trusts: if none of them issued a certificate of the credential's chain,
    /// it is sent no certificate. The chain therefore has to reach up to an authority that the
    /// server names.
    public var credential: TLSCredential?
    /// The suites to offer, best first. Suites that this library does not implement are left out.
    public var cipherSuites = TLSCipherSuite.defaultSuites
    /// The groups to offer for ECDHE, best first.
    package var groups = TLSNamedGroup.supported
    /// The application protocols to offer (RFC 7301), best first; none if empty.
    public var applicationProtocols: [String] = []
    /// The session to resume, if the server still knows it. It is not offered to a server of
    /// another name, or with a credential other than the one that it was made with. Its server was
    /// verified when the session was made and is not verified again: keep a session together with
    /// the trust roots and policies that it was made with.
    public var session: TLSSession?
    /// Policies that the server's chain must meet in addition to those of this library. Called once
    /// for each verification.
    public var policies: @Sendable () -> [any VerifierPolicy] = { [] }
    /// Receives a line in the format of NSS's key log for each connection, with which anyone can
    /// read what is sent. For debugging only.
    public var keyLog: (@Sendable (String) -> Void)?
    /// Is told of each message and each costly step.
    public var observer: (@Sendable (TLSHandshakeObservation) -> Void)?
    /// The clock that certificates and sessions are checked against.
    public var now: @Sendable () -> Date = { Date() }
    /// What a server may make a connection do.
    public var limits = TLSConnectionLimits()
    let knownChain = KnownChain()

    /// A client of the server with this host name or IP address, whose chain may end at these
    /// authorities, and otherwise with the defaults: ECDHE suites, no application protocols, no
    /// credential, no session.
    public init(serverName: String, trustRoots: TLSTrustRoots) {
        self.serverName = serverName
        self.trustRoots = trustRoots
    }
}

/// What a peer may make a connection do.
public struct TLSConnectionLimits: Sendable {
    /// The longest Certificate message in bytes, not counting its header: TLS has room for 16 MiB.
    ///
    /// The other handshake messages may be as long as their definitions allow: ClientHello
    /// 131,396 bytes, CertificateRequest 131,329, ServerKeyExchange 65,798, ServerHello 65,607,
    /// NewSessionTicket 65,541, CertificateVerify 65,539, ClientKeyExchange 65,537. A longer one
    /// ends the connection as soon as its header has arrived.
    public var certificateMessageByteCount = 1 << 16
    /// The most certificates in one list.
    public var certificateCount = 10
    /// How many of the certificates that the peer sent with one subject and key are tried as
    /// issuers; those beyond the limit are left out. In a chain, each of them could stand for each
    /// of the others, so that there would be as many paths through them as there are orders.
    public var certificatesPerSubjectAndKey = 2
    /// How many signatures of certificates one verification may check before it ends. A chain takes
    /// one for each certificate above the leaf, and more where several authorities have one name or
    /// there are several paths. A check takes about 20 microseconds with RSA-2048; the most
    /// expensive keys, of P-521, take nearly a millisecond, so that a hostile peer costs 0.1
    /// seconds at most.
    public var signatureCheckCount = 100
    /// How many comparisons of a name with a name constraint one verification may make (RFC 5280,
    /// section 4.2.1.10); a chain that takes more is refused.
    public var nameComparisonCount = 50_000
    /// The records that one key protects in each direction (RFC 5288, section 6). The last is kept
    /// for the alert that ends the connection.
    public var recordsPerKey: UInt64 = 1 << 24
    /// The most bytes that are kept while the connection waits for an answer to a request.
    public var waitingByteCount = 1 << 17

    /// The defaults, which the properties document.
    public init() {}

    /// How many bytes the body of a message of this type may have.
    func bodyByteCount(of type: HandshakeType) -> Int {
        type == .certificate ? certificateMessageByteCount : type.maximumBodyByteCount
    }
}
