/// The client has sent its ClientHello.
struct ClientExpectsServerHello: HandshakeState {
    static let expectation = "ServerHello"

    let configuration: TLSClientConfiguration
    let offer: ClientHello
    /// What the client offered to resume.
    let session: StoredClientSession?

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        try expect(.serverHello, message)
        let hello = try decoding("ServerHello") { () throws(WireError) in
            try ServerHello(parsing: message.body, answering: offer)
        }
        try check(hello)
        context.isVersionNegotiated = true
        context.transcript.append(message)
        context.transcript.begin(hello.cipherSuite.transcriptHash)
        let handshake = ClientHandshake(configuration: configuration, offer: offer, hello: hello)
        if let session, hello.sessionID == offer.sessionID, !offer.sessionID.isEmpty {
            return try resume(session, handshake, &context)
        }
        return ClientExpectsCertificate(handshake: handshake)
    }

    private func check(_ hello: ServerHello) throws(TLSConnectionError) {
        guard hello.version == .tls12 else {
            throw .peerMisbehaved(
                .protocolVersion,
                reason: "the server chose \(hello.version.name) where TLS 1.2 was offered"
            )
        }
        guard offer.cipherSuites.contains(hello.cipherSuite), hello.cipherSuite.isSupported else {
            throw .illegalParameter("the server chose a suite that was not offered")
        }
        // RFC 5746, section 3.4: without the extension, an attacker may have begun the connection.
        guard hello.extensions.renegotiationInfo == [] else {
            throw .handshakeFailure("the server does not secure renegotiation")
        }
        if let chosen = hello.extensions.applicationProtocol {
            guard offer.extensions.applicationProtocols?.contains(chosen) == true else {
                throw .illegalParameter("the server chose a protocol that was not offered")
            }
        }
    }

    private func resume(
        _ session: StoredClientSession,
        _ handshake: ClientHandshake,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        guard handshake.cipherSuite == session.cipherSuite else {
            throw .illegalParameter("the server resumes the session with another suite")
        }
        // RFC 7627, section 5.3: sessions without it are never offered.
        guard handshake.hello.extensions.extendedMasterSecret else {
            throw .handshakeFailure("the server resumes without extended_master_secret")
        }
        context.transcript.dropMessages()
        let secrets = SessionSecrets(
            resuming: session.masterSecret,
            randoms: handshake.randoms,
            cipherSuite: handshake.cipherSuite
        )
        try context.use(secrets)
        return ClientExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: handshake.negotiated(
                group: nil,
                peerCertificates: session.peerCertificates,
                isResumed: true
            ),
            ticket: nil
        )
    }
}

/// The server has chosen a full handshake.
struct ClientExpectsCertificate: HandshakeState {
    static let expectation = "Certificate"

    let handshake: ClientHandshake

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        try expect(.certificate, message)
        guard let chain = try PeerCertificates(message, context) else {
            throw .peerMisbehaved(.decodeError, reason: "the server sent no certificate")
        }
        context.transcript.append(message)
        switch handshake.cipherSuite.keyExchange {
        case .ecdhe:
            try chain.check(.signatures)
            return ClientExpectsServerKeyExchange(handshake: handshake, chain: chain)
        case .rsa, nil:
            try chain.check(.keyEncipherment)
            return ClientExpectsServerHelloDone(
                handshake: handshake,
                chain: chain,
                serverKey: nil,
                request: nil
            )
        }
    }
}

/// The server has sent its certificate, and owes its part of ECDHE.
struct ClientExpectsServerKeyExchange: HandshakeState {
    static let expectation = "ServerKeyExchange"

    let handshake: ClientHandshake
    let chain: PeerCertificates

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        try expect(.serverKeyExchange, message)
        let exchange = try decoding("ServerKeyExchange") { () throws(WireError) in
            try ServerKeyExchange(parsing: message.body)
        }
        guard EphemeralKey.groups.contains(exchange.parameters.group) else {
            throw .illegalParameter("the server chose a group that was not offered")
        }
        try checkSignature(exchange, context.observer)
        context.transcript.append(message)
        return ClientExpectsServerHelloDone(
            handshake: handshake,
            chain: chain,
            serverKey: exchange.parameters,
            request: nil
        )
    }

    private func checkSignature(
        _ exchange: ServerKeyExchange,
        _ observer: Observer
    ) throws(TLSConnectionError) {
        guard TLSSignatureScheme.supported.contains(exchange.signed.scheme),
            let scheme = exchange.signed.scheme.rsaScheme
        else { throw .illegalParameter("the server signed with a scheme that was not offered") }
        let content = try decoding("ServerKeyExchange") { () throws(WireError) in
            try exchange.parameters.signedContent(
                clientRandom: handshake.randoms.client,
                serverRandom: handshake.randoms.server
            )
        }
        try observer.measure(.signatureVerification) { () throws(TLSConnectionError) in
            try chain.publicKey.verify(
                exchange.signed.signature,
                scheme.hash.digest(content),
                scheme,
                in: "ServerKeyExchange"
            )
        }
    }
}

/// The server has sent all that it must; it may ask for the client's certificate.
struct ClientExpectsServerHelloDone: HandshakeState {
    static let expectation = "ServerHelloDone"

    let handshake: ClientHandshake
    let chain: PeerCertificates
    /// The server's key of ECDHE.
    let serverKey: ServerECDHParameters?
    let request: CertificateRequest?

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        if message.type == .certificateRequest, request == nil {
            return try receiveRequest(message, &context)
        }
        try expect(.serverHelloDone, message)
        _ = try decoding("ServerHelloDone") { () throws(WireError) in
            try ServerHelloDone(parsing: message.body)
        }
        context.transcript.append(message)
        if request == nil { context.transcript.dropMessages() }
        let configuration = handshake.configuration
        context.verify(
            chain.certificates,
            CertificateVerification(
                peer: .server(name: configuration.serverName),
                trustRoots: configuration.trustRoots,
                policies: configuration.policies,
                limits: configuration.limits,
                now: configuration.now
            )
        )
        return ClientAwaitsVerification(
            handshake: handshake,
            chain: chain,
            serverKey: serverKey,
            request: request
        )
    }

    private func receiveRequest(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let request = try decoding("CertificateRequest") { () throws(WireError) in
            try CertificateRequest(parsing: message.body)
        }
        context.transcript.append(message)
        return ClientExpectsServerHelloDone(
            handshake: handshake,
            chain: chain,
            serverKey: serverKey,
            request: request
        )
    }
}
