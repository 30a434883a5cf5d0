internal import X509

/// What a server chooses of a client's offer.
struct ServerChoice: Sendable {
    let credential: TLSCredential
    /// Whether the client's server_name chose the credential.
    let usesServerName: Bool
    let cipherSuite: TLSCipherSuite
    /// Of ECDHE, and how the server signs its part of it, if both sides have one in common; for other
    /// suites without meaning.
    let group: TLSNamedGroup?
    let signatureScheme: TLSSignatureScheme?
    let applicationProtocol: String?

    /// The first of the server's suites that the client has too, with all that it needs. For a
    /// resumed session the suite is fixed.
    init(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        resuming session: StoredServerSession?
    ) throws(TLSConnectionError) {
        let named = offer.extensions.serverName.flatMap {
            configuration.credentialsByServerName[$0.lowercased()]
        }
        credential = named ?? configuration.credential
        usesServerName = named != nil
        applicationProtocol = try Self.applicationProtocol(configuration, offer)
        group = Self.group(offer)
        signatureScheme = Self.signatureScheme(offer)
        if let session {
            cipherSuite = session.cipherSuite
            return
        }
        let common = configuration.cipherSuites.filter {
            $0.isSupported && offer.cipherSuites.contains($0)
        }
        var obstacles: [String] = []
        for suite in common {
            guard let obstacle = Self.obstacle(suite, group, signatureScheme, credential) else {
                cipherSuite = suite
                return
            }
            obstacles.append(obstacle)
        }
        throw .handshakeFailure(obstacles.first ?? Self.nothingInCommon(offer))
    }

    /// What keeps the two sides from a suite that both have, for people.
    private static func obstacle(
        _ suite: TLSCipherSuite,
        _ group: TLSNamedGroup?,
        _ signatureScheme: TLSSignatureScheme?,
        _ credential: TLSCredential
    ) -> String? {
        switch suite.keyExchange {
        case .ecdhe where group == nil:
            "the client offers no group that this server has: "
                + EphemeralKey.groups.map(\.name).joined(separator: ", ")
        case .ecdhe where signatureScheme == nil:
            "the client takes no signature that this server makes: "
                + TLSSignatureScheme.supported.map(\.name).joined(separator: ", ")
        case .ecdhe where !credential.keyUses.contains(.signatures):
            "the keyUsage of the server's certificate does not allow signatures, which ECDHE needs"
        case .rsa where !credential.keyUses.contains(.keyEncipherment):
            "the keyUsage of the server's certificate does not allow the encipherment of keys, which "
                + "RSA key exchange needs"
        default: nil
        }
    }

    /// Why no suite is common, as far as the client's suites show.
    private static func nothingInCommon(_ offer: ClientHello) -> String {
        let text = "the client offers no cipher suite that this server accepts"
        let implemented = offer.cipherSuites.filter(\.isSupported)
        if !implemented.isEmpty {
            return text + ", but " + implemented.prefix(4).map(\.name).joined(separator: ", ")
        }
        let isTLS13Only = offer.cipherSuites.allSatisfy { $0.isOfTLS13 || $0.isSignal }
        return isTLS13Only ? text + ": it speaks TLS 1.3 alone" : text
    }

    /// A client that does not name groups leaves the choice to the server (RFC 8422, section 4).
    private static func group(_ offer: ClientHello) -> TLSNamedGroup? {
        guard let groups = offer.extensions.supportedGroups else { return .secp256r1 }
        return EphemeralKey.groups.first(where: groups.contains)
    }

    /// A client that does not name schemes takes SHA-1 only (RFC 5246, section 7.4.1.4.1), which
    /// this library does not sign with.
    private static func signatureScheme(_ offer: ClientHello) -> TLSSignatureScheme? {
        guard let schemes = offer.extensions.signatureSchemes else { return nil }
        return TLSSignatureScheme.supported.first(where: schemes.contains)
    }

    private static func applicationProtocol(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello
    ) throws(TLSConnectionError) -> String? {
        guard let offered = offer.extensions.applicationProtocols,
            !configuration.applicationProtocols.isEmpty
        else { return nil }
        let chosen = configuration.applicationProtocols.first { offered.contains(Array($0.utf8)) }
        guard let chosen else {
            throw .peerMisbehaved(
                .noApplicationProtocol,
                reason: "the client offers no application protocol that this server accepts"
            )
        }
        return chosen
    }
}

/// What a server's states share from the ClientHello on.
final class ServerHandshake: Sendable {
    let configuration: TLSServerConfiguration
    let offer: ClientHello
    let choice: ServerChoice
    let randoms: Randoms
    /// The session's identifier in the cache; empty if it is not there, and will not be.
    let sessionID: [UInt8]

    init(
        configuration: TLSServerConfiguration,
        offer: ClientHello,
        choice: ServerChoice,
        random: [UInt8],
        sessionID: [UInt8]
    ) {
        self.configuration = configuration
        self.offer = offer
        self.choice = choice
        self.sessionID = sessionID
        randoms = Randoms(client: offer.random, server: random)
    }

    var cipherSuite: TLSCipherSuite { choice.cipherSuite }

    /// Whether the client takes session tickets and this server has keys for them.
    var issuesTicket: Bool { Self.issuesTicket(configuration, offer) }

    /// Only sessions with an extended master secret are resumed (RFC 7627, section 5.3).
    static func issuesTicket(_ configuration: TLSServerConfiguration, _ offer: ClientHello) -> Bool
    {
        configuration.ticketKeys != nil && offer.extensions.sessionTicket != nil
            && offer.extensions.extendedMasterSecret
    }

    /// The ServerHello's extensions.
    func extensions(isResumed: Bool) -> ServerHelloExtensions {
        var answer = ServerHelloExtensions()
        let asked = offer.extensions
        // RFC 6066, section 3: not in a resumed handshake.
        answer.acknowledgesServerName = choice.usesServerName && !isResumed
        if asked.renegotiationInfo != nil
            || offer.cipherSuites.contains(.emptyRenegotiationInfoSCSV)
        {
            answer.renegotiationInfo = []
        }
        if asked.ecPointFormats != nil, cipherSuite.keyExchange == .ecdhe, !isResumed {
            answer.ecPointFormats = [ECPointFormats.uncompressed]
        }
        answer.extendedMasterSecret = asked.extendedMasterSecret
        // A session that is resumed does not live longer by it.
        answer.sessionTicket = issuesTicket && !isResumed
        answer.applicationProtocol = choice.applicationProtocol.map { Array($0.utf8) }
        return answer
    }

    func negotiated(peerCertificates: [Certificate], isResumed: Bool) -> TLSNegotiatedParameters {
        TLSNegotiatedParameters(
            version: .tls12,
            cipherSuite: cipherSuite,
            group: cipherSuite.keyExchange == .ecdhe && !isResumed ? choice.group : nil,
            applicationProtocol: choice.applicationProtocol,
            serverName: offer.extensions.serverName,
            peerCertificates: peerCertificates,
            isResumed: isResumed,
            hasExtendedMasterSecret: offer.extensions.extendedMasterSecret
        )
    }

    /// How a client's certificates are verified; `nil` if it is not asked for any.
    var clientVerification: CertificateVerification? {
        configuration.clientTrustRoots.map { roots in
            CertificateVerification(
                peer: .client,
                trustRoots: roots,
                policies: configuration.policies,
                limits: configuration.limits,
                now: configuration.now
            )
        }
    }
}
