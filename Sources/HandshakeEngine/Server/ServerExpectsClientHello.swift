private import HandshakeRSA

/// The server waits for a client.
struct ServerExpectsClientHello: ConnectionState {
    static let expectation = "ClientHello"

    let configuration: ServerConfiguration

    private static let sessionIDByteCount = 32

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try expect(.clientHello, message)
        let offer = try decoding("ClientHello") { () throws(WireError) in
            try ClientHello(parsing: message.body)
        }
        try check(offer)
        context.isVersionNegotiated = true
        context.transcript.append(message)

        let session = try ServerResumption.session(configuration, offer)
        let choice = try ServerChoice(configuration, offer, resuming: session?.state)
        let handshake = ServerHandshake(
            configuration: configuration,
            offer: offer,
            choice: choice,
            random: context.random.bytes(ClientHello.randomByteCount),
            sessionID: newSessionID(offer, context.random)
        )
        context.transcript.begin(choice.cipherSuite.transcriptHash)
        if let session {
            return try ServerResumption.begin(handshake, session, &context)
        }
        return try beginFullHandshake(handshake, &context)
    }

    private func check(_ offer: ClientHello) throws(ConnectionError) {
        guard offer.version >= .tls12 else {
            let isFallback = offer.cipherSuites.contains(.fallbackSCSV)
            throw .peerMisbehaved(
                isFallback ? .inappropriateFallback : .protocolVersion,
                reason: "the client offers 0x\(String(offer.version.rawValue, radix: 16)) at most"
            )
        }
        guard offer.extensions.renegotiationInfo ?? [] == [] else {
            throw .handshakeFailure("the client takes its first handshake for a renegotiation")
        }
    }

    /// Of the session that the cache will hold; none for one that goes into a ticket.
    private func newSessionID(_ offer: ClientHello, _ random: RandomSource) -> [UInt8] {
        guard configuration.sessionCache != nil, offer.extensions.extendedMasterSecret,
            !ServerHandshake.issuesTicket(configuration, offer)
        else { return [] }
        return random.bytes(Self.sessionIDByteCount)
    }

    private func beginFullHandshake(
        _ handshake: ServerHandshake,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
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
        else { return try ServerFlight.end(handshake, ephemeralKey: nil, &context) }
        return try signKeyExchange(handshake, group, scheme, rsaScheme, &context)
    }

    private func signKeyExchange(
        _ handshake: ServerHandshake,
        _ group: NamedGroup,
        _ scheme: SignatureScheme,
        _ rsaScheme: RSASignatureScheme,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        let random = context.random
        let key = context.observer.measure(.keyExchange) { EphemeralKey(group, random: random) }
        guard let key else { throw .handshakeFailure("no key for \(group.name)") }
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
}
