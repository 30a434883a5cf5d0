internal import X509

/// What a server's states share from the ClientHello on.
final class ServerHandshake: Sendable {
    let configuration: ServerConfiguration
    let offer: ClientHello
    let choice: ServerChoice
    let randoms: Randoms
    /// The session's identifier in the cache; empty if it is not there, and will not be.
    let sessionID: [UInt8]

    init(
        configuration: ServerConfiguration,
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

    var cipherSuite: CipherSuite { choice.cipherSuite }

    /// Whether the client takes session tickets and this server has keys for them.
    var issuesTicket: Bool { Self.issuesTicket(configuration, offer) }

    /// Only sessions with an extended master secret are resumed (RFC 7627, section 5.3).
    static func issuesTicket(_ configuration: ServerConfiguration, _ offer: ClientHello) -> Bool {
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

    func negotiated(peerCertificates: [Certificate], isResumed: Bool) -> NegotiatedParameters {
        NegotiatedParameters(
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
