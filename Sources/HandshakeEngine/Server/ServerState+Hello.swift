private import Foundation
private import HandshakeCore
internal import X509

/// The server waits for a client.
struct ServerExpectsClientHello: HandshakeState {
    static let expectation = "ClientHello"

    let configuration: TLSServerConfiguration

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        try expect(.clientHello, message)
        let offer = try decoding("ClientHello") { () throws(WireError) in
            try ClientHello(parsing: message.body)
        }
        try check(offer)
        context.isVersionNegotiated = true
        context.transcript.append(message)
        if let session = try ServerResumption.session(configuration, offer) {
            return try ServerResumption.begin(configuration, offer, session, &context)
        }
        return try ServerFlight.begin(configuration, offer, &context)
    }

    private func check(_ offer: ClientHello) throws(TLSConnectionError) {
        guard offer.version >= .tls12 else {
            let isFallback = offer.cipherSuites.contains(.fallbackSCSV)
            throw .peerMisbehaved(
                isFallback ? .inappropriateFallback : .protocolVersion,
                reason: "the client speaks \(offer.version.name) at most, this server TLS 1.2 alone"
            )
        }
        guard offer.extensions.renegotiationInfo ?? [] == [] else {
            throw .handshakeFailure("the client takes its first handshake for a renegotiation")
        }
    }
}

/// The server's first messages in a full handshake.
enum ServerFlight {
    private static let sessionIDByteCount = 32

    /// Begins a full handshake: ServerHello, Certificate, ServerKeyExchange for ECDHE, and the rest.
    static func begin(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let handshake = ServerHandshake(
            configuration: configuration,
            offer: offer,
            choice: try ServerChoice(configuration, offer, resuming: nil),
            random: context.random.bytes(ClientHello.randomByteCount),
            sessionID: newSessionID(configuration, offer, context.random)
        )
        context.transcript.begin(handshake.cipherSuite.transcriptHash)
        if handshake.clientVerification == nil { context.transcript.dropMessages() }
        try context.send(
            ServerHello(
                random: handshake.randoms.server,
                sessionID: handshake.sessionID,
                cipherSuite: handshake.cipherSuite,
                extensions: handshake.extensions(isResumed: false)
            )
        )
        let credential = handshake.choice.credential
        try context.send(CertificateMessage(certificates: credential.certificateBytes))
        guard handshake.cipherSuite.keyExchange == .ecdhe,
            let group = handshake.choice.group,
            let scheme = handshake.choice.signatureScheme,
            let rsaScheme = scheme.rsaScheme
        else { return try end(handshake, ephemeralKey: nil, &context) }
        return try signKeyExchange(handshake, group, scheme, rsaScheme, &context)
    }

    /// Of the session that the cache will hold; none for one that goes into a ticket.
    private static func newSessionID(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        _ random: RandomSource
    ) -> [UInt8] {
        guard configuration.sessionCache != nil, offer.extensions.extendedMasterSecret,
            !ServerHandshake.issuesTicket(configuration, offer)
        else { return [] }
        return random.bytes(sessionIDByteCount)
    }

    private static func signKeyExchange(
        _ handshake: ServerHandshake,
        _ group: TLSNamedGroup,
        _ scheme: TLSSignatureScheme,
        _ rsaScheme: RSASignatureScheme,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let random = context.random
        let key = context.observer.measure(.keyExchange) { EphemeralKey(group, random: random) }
        guard let key else { throw .handshakeFailure("this server has no key for \(group.name)") }
        let parameters = ServerECDHParameters(group: group, publicKey: key.publicKey)
        let content = try decoding("ServerKeyExchange") { () throws(WireError) in
            try parameters.signedContent(
                clientRandom: handshake.randoms.client,
                serverRandom: handshake.randoms.server
            )
        }
        return try context.sign(
            rsaScheme.hash.digest(content),
            rsaScheme,
            with: handshake.choice.credential,
            then: ServerAwaitsSignature(
                handshake: handshake,
                ephemeralKey: key,
                parameters: parameters,
                scheme: scheme
            )
        )
    }

    /// Sends CertificateRequest, if the client may prove its identity, and ServerHelloDone.
    static func end(
        _ handshake: ServerHandshake,
        ephemeralKey: EphemeralKey?,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        guard let roots = handshake.configuration.clientTrustRoots else {
            try context.send(ServerHelloDone())
            return ServerExpectsClientKeyExchange(
                handshake: handshake,
                ephemeralKey: ephemeralKey,
                chain: nil
            )
        }
        try context.send(
            CertificateRequest(
                signatureSchemes: TLSSignatureScheme.supported,
                certificateAuthorities: roots.subjectBytes
            )
        )
        try context.send(ServerHelloDone())
        return ServerExpectsCertificate(handshake: handshake, ephemeralKey: ephemeralKey)
    }
}

/// The server's key signs its part of ECDHE; then its first messages end.
struct ServerAwaitsSignature: HandshakeState {
    static let expectation = "nothing before ServerHelloDone"

    let handshake: ServerHandshake
    let ephemeralKey: EphemeralKey
    let parameters: ServerECDHParameters
    let scheme: TLSSignatureScheme

    func receiveSignature(
        _ signature: [UInt8],
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let signed = DigitallySigned(scheme: scheme, signature: signature)
        try context.send(ServerKeyExchange(parameters: parameters, signed: signed))
        return try ServerFlight.end(handshake, ephemeralKey: ephemeralKey, &context)
    }
}

/// The server's side of resumed sessions (RFC 5246, section 7.3; RFC 5077; RFC 7627, section 5.3).
enum ServerResumption {
    /// A session that was found, and where.
    struct Found {
        let state: StoredServerSession
        /// In the cache; `nil` for a ticket.
        let cachedID: [UInt8]?
    }

    /// The session that the client offers to resume, if this server knows it and may resume it:
    /// not expired, for the same server name, with a suite that both sides still accept, and with
    /// the client's certificates if they are needed, or none if they are not asked for.
    static func session(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello
    ) throws(TLSConnectionError) -> Found? {
        guard let found = find(configuration, offer) else { return nil }
        let session = found.state
        guard session.expires > configuration.now(),
            session.serverName == offer.extensions.serverName,
            offer.cipherSuites.contains(session.cipherSuite),
            configuration.cipherSuites.contains(session.cipherSuite),
            allows(configuration, session.clientCertificates)
        else { return nil }
        // RFC 7627, section 5.3: all sessions have it, so a client that resumes one must offer it.
        guard offer.extensions.extendedMasterSecret else {
            throw .handshakeFailure("the client resumes without extended_master_secret")
        }
        return found
    }

    private static func allows(
        _ configuration: TLSServerConfiguration,
        _ clientCertificates: [[UInt8]]
    ) -> Bool {
        guard configuration.clientTrustRoots != nil else { return clientCertificates.isEmpty }
        return configuration.allowsUnauthenticatedClients || !clientCertificates.isEmpty
    }

    private static func find(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello
    ) -> Found? {
        if let ticket = offer.extensions.sessionTicket, !ticket.isEmpty {
            // RFC 5077, section 3.4: with a ticket, the identifier only says that it was accepted.
            return configuration.ticketKeys?.open(ticket).map { Found(state: $0, cachedID: nil) }
        }
        guard !offer.sessionID.isEmpty else { return nil }
        return configuration.sessionCache?.session(id: offer.sessionID, at: configuration.now())
            .map { Found(state: $0, cachedID: offer.sessionID) }
    }

    /// Begins the resumed handshake; a client's certificates are verified again before, as they may
    /// have expired, and as another server may have made the ticket.
    static func begin(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        _ session: Found,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let handshake = ServerHandshake(
            configuration: configuration,
            offer: offer,
            choice: try ServerChoice(configuration, offer, resuming: session.state),
            random: context.random.bytes(ClientHello.randomByteCount),
            sessionID: session.cachedID ?? []
        )
        func resumes(_ clientCertificates: [Certificate]) -> ServerResumes {
            ServerResumes(
                handshake: handshake,
                session: session.state,
                clientCertificates: clientCertificates
            )
        }
        let bytes = session.state.clientCertificates
        guard !bytes.isEmpty, let verification = handshake.clientVerification else {
            return try resumes([]).receiveVerification(&context)
        }
        guard let chain = try? PeerCertificates(bytes, context.observer) else {
            return try ServerFlight.begin(configuration, offer, &context)
        }
        context.verify(chain.certificates, verification)
        return resumes(chain.certificates)
    }
}

/// The server resumes a session, once the client's certificates are verified again if it has any.
/// Nothing has been sent until then, so that a session whose client is not trusted any more gives way
/// to a full handshake: the client may have another certificate by now.
struct ServerResumes: HandshakeState {
    static let expectation = "nothing before ServerHello"

    let handshake: ServerHandshake
    let session: StoredServerSession
    let clientCertificates: [Certificate]

    func receiveVerification(
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        context.transcript.begin(session.cipherSuite.transcriptHash)
        context.transcript.dropMessages()
        try context.send(
            ServerHello(
                random: handshake.randoms.server,
                sessionID: handshake.offer.sessionID,
                cipherSuite: session.cipherSuite,
                extensions: handshake.extensions(isResumed: true)
            )
        )
        let secrets = SessionSecrets(
            resuming: session.masterSecret,
            randoms: handshake.randoms,
            cipherSuite: session.cipherSuite
        )
        try context.use(secrets)
        try context.sendFinished(secrets)
        return ServerExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: handshake.negotiated(
                peerCertificates: clientCertificates,
                isResumed: true
            ),
            clientCertificates: session.clientCertificates
        )
    }

    func receiveRefusal(
        _ refusal: TLSCertificateRefusal,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        try ServerFlight.begin(handshake.configuration, handshake.offer, &context)
    }
}
