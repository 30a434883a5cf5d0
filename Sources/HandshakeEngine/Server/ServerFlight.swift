private import HandshakeCore

/// The server's first messages in a full handshake.
enum ServerFlight {
    private static let sessionIDByteCount = 32

    /// Begins a full handshake: ServerHello, Certificate, ServerKeyExchange for ECDHE, and the rest.
    static func begin(
        _ configuration: ServerConfiguration,
        _ offer: ClientHello,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
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
        _ configuration: ServerConfiguration,
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
        _ group: NamedGroup,
        _ scheme: SignatureScheme,
        _ rsaScheme: RSASignatureScheme,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
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
    ) throws(ConnectionError) -> any ConnectionState {
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
                signatureSchemes: SignatureScheme.supported,
                certificateAuthorities: roots.subjectBytes
            )
        )
        try context.send(ServerHelloDone())
        return ServerExpectsCertificate(handshake: handshake, ephemeralKey: ephemeralKey)
    }
}
