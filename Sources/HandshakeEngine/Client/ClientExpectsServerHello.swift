/// The client has sent its ClientHello.
struct ClientExpectsServerHello: ConnectionState {
    static let expectation = "ServerHello"

    let configuration: ClientConfiguration
    let offer: ClientHello
    /// What the client offered to resume.
    let session: ClientSessionState?

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
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

    private func check(_ hello: ServerHello) throws(ConnectionError) {
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
        _ session: ClientSessionState,
        _ handshake: ClientHandshake,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
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
