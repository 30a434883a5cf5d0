// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeEngine

/// Our client and server of one kind of handshake: what is made once.
struct TLSEndpoints: Sendable {
    private var client: TLSClientConfiguration
    private let server: TLSServerConfiguration
    private let isChainKnown: Bool
    /// The server's key, which batchers use.
    let serverKey: RSAPrivateKey

    /// `keyIsExternal`: the server's private operations leave the engine as requests.
    init(_ fixture: TLSFixture, _ kind: HandshakeKind, keyIsExternal: Bool = false) throws {
        let identities = try fixture.identities()
        let roots = TLSTrustRoots([identities.authority.certificate])
        let chain = [identities.server.certificate]
        serverKey = try RSAPrivateKey(derRepresentation: identities.server.key, format: .pkcs1)
        var server = TLSServerConfiguration(
            credential: keyIsExternal
                ? try TLSCredential(
                    certificateChain: chain,
                    externalPrivateKey: serverKey.publicKey
                )
                : try TLSCredential(certificateChain: chain, privateKey: serverKey)
        )
        var client = TLSClientConfiguration(serverName: TLSFixture.serverName, trustRoots: roots)
        let suite: TLSCipherSuite =
            kind.isECDHE ? .ecdheRSAWithAES128GCMSHA256 : .rsaWithAES128GCMSHA256
        server.cipherSuites = [suite]
        client.cipherSuites = [suite]
        // A key for ever: transfers go on over one connection.
        server.limits.recordsPerKey = .max
        client.limits.recordsPerKey = .max
        if kind.isMutual {
            server.clientTrustRoots = roots
            client.credential = try TLSCredential(
                certificateChain: [identities.client.certificate],
                privateKey: RSAPrivateKey(derRepresentation: identities.client.key, format: .pkcs1)
            )
        }
        if kind.isResumed { server.ticketKeys = TLSTicketKeys() }
        self.server = server
        self.client = client
        isChainKnown = kind.isChainKnown
        if kind.isResumed {
            let first = try CallingThreadExecutor().run { [self] in
                var pair = TLSPair(self)
                try await pair.shakeHands()
                return pair.session
            }
            guard let first else {
                throw OperationFailed(description: "our server gave no session to resume")
            }
            self.client.session = first
        }
    }

    func makeClient() -> TLSConnection {
        if isChainKnown { return TLSConnection(client: client) }
        // A configuration remembers the chain that it has accepted.
        var new = TLSClientConfiguration(
            serverName: client.serverName,
            trustRoots: client.trustRoots
        )
        new.cipherSuites = client.cipherSuites
        new.limits = client.limits
        new.credential = client.credential
        new.session = client.session
        return TLSConnection(client: new)
    }
    func makeServer() -> TLSConnection { TLSConnection(server: server) }

    /// One handshake, from two new connections to their end: what it cost the side that is timed, in
    /// seconds of this thread.
    func handshake(timed: HandshakeSide) async throws -> Double {
        var pair = TLSPair(self, timed: timed)
        try await pair.shakeHands()
        return pair.end()
    }

    /// What both sides agree on, in the words of the peers: "TLSv1.2 TLS_…", " ems", " resumed",
    /// " mutual".
    func negotiated() async throws -> String {
        var pair = TLSPair(self)
        try await pair.shakeHands()
        guard let parameters = pair.server.negotiated else { return "" }
        return "TLSv1.2 \(parameters.cipherSuite.name)"
            + (parameters.hasExtendedMasterSecret ? " ems" : "")
            + (parameters.isResumed ? " resumed" : "")
            + (parameters.peerCertificates.isEmpty ? "" : " mutual")
    }
}
