internal import HandshakeEngine
private import HandshakeKeyFormats
internal import HandshakeRSA
private import HandshakeTLS12
internal import Measurement

/// Our client and server of one kind of handshake: what is made once.
struct TLSEndpoints: Sendable {
    private var client: ClientConfiguration
    private let server: ServerConfiguration
    /// The server's key, which batchers use.
    let serverKey: RSAPrivateKey

    /// `keyIsExternal`: the server's private operations leave the engine as requests.
    init(_ fixture: TLSFixture, _ kind: HandshakeKind, keyIsExternal: Bool = false) throws {
        let identities = try fixture.identities()
        let roots = TrustRoots([identities.authority.certificate])
        let chain = [identities.server.certificate]
        serverKey = try RSAPrivateKey(derRepresentation: identities.server.key, format: .pkcs1)
        var server = ServerConfiguration(
            credential: keyIsExternal
                ? try Credential(certificateChain: chain, externalPrivateKey: serverKey.publicKey)
                : try Credential(certificateChain: chain, privateKey: serverKey)
        )
        var client = ClientConfiguration(serverName: TLSFixture.serverName, trustRoots: roots)
        let suite: CipherSuite =
            kind.isECDHE ? .ecdheRSAWithAES128GCMSHA256 : .rsaWithAES128GCMSHA256
        server.cipherSuites = [suite]
        client.cipherSuites = [suite]
        // A key for ever: transfers go on over one connection.
        server.limits.recordsPerKey = .max
        client.limits.recordsPerKey = .max
        if kind.isMutual {
            server.clientTrustRoots = roots
            client.credential = try Credential(
                certificateChain: [identities.client.certificate],
                privateKey: RSAPrivateKey(derRepresentation: identities.client.key, format: .pkcs1)
            )
        }
        if kind.isResumed { server.ticketKeys = TicketKeys() }
        self.server = server
        self.client = client
        if kind.isResumed {
            let first = try CallingThreadExecutor().run { [self] in
                var pair = TLSPair(makeClient(), makeServer())
                try await pair.shakeHands()
                return pair.session
            }
            guard let first else {
                throw OperationFailed(description: "our server gave no session to resume")
            }
            self.client.session = first
        }
    }

    func makeClient() -> Connection { Connection(client: client) }
    func makeServer() -> Connection { Connection(server: server) }

    /// One handshake, from two new connections to their end: what it cost the side that is timed, in
    /// seconds of this thread.
    func handshake(timed: HandshakeSide, batcher: RSABatcher? = nil) async throws -> Double {
        var time = SideTime(timed: timed)
        let client = time.of(.client) { makeClient() }
        let server = time.of(.server) { makeServer() }
        var pair = TLSPair(client, server, time: time, batcher: batcher, key: serverKey)
        try await pair.shakeHands()
        return pair.end()
    }

    /// What both sides agree on, in the words of the peers: "TLSv1.2 TLS_…", " ems", " resumed",
    /// " mutual".
    func negotiated() async throws -> String {
        var pair = TLSPair(makeClient(), makeServer(), key: serverKey)
        try await pair.shakeHands()
        guard let parameters = pair.server.negotiated else { return "" }
        return "TLSv1.2 \(parameters.cipherSuite.name)"
            + (parameters.hasExtendedMasterSecret ? " ems" : "")
            + (parameters.isResumed ? " resumed" : "")
            + (parameters.peerCertificates.isEmpty ? "" : " mutual")
    }
}

/// The time of one side, on this thread.
struct SideTime {
    let timed: HandshakeSide
    private(set) var seconds = 0.0

    init(timed: HandshakeSide) { self.timed = timed }

    @inline(__always)
    func start(_ side: HandshakeSide) -> Double { side == timed ? Clock.thread.now() : 0 }

    @inline(__always)
    mutating func stop(_ side: HandshakeSide, since start: Double) {
        if side == timed { seconds += Clock.thread.now() - start }
    }

    mutating func of<Value: ~Copyable>(_ side: HandshakeSide, _ work: () -> Value) -> Value {
        let start = start(side)
        defer { stop(side, since: start) }
        return work()
    }
}
