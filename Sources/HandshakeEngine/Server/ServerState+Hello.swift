// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
internal import X509

/// A server's states, in the order of the handshake: in this file from ClientHello to the end of
/// the server's first flight, in `ServerState+ClientFlight.swift` those that follow.
enum ServerState {
    /// The server waits for a client.
    struct ExpectsClientHello: HandshakeState {
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
            if let session = try ResumableSession(configuration, offer) {
                return try resume(session, configuration, offer, &context)
            }
            return try beginFullHandshake(configuration, offer, &context)
        }

        private func check(_ offer: ClientHello) throws(TLSConnectionError) {
            guard offer.version >= .tls12 else {
                let isFallback = offer.cipherSuites.contains(.fallbackSCSV)
                throw .peerMisbehaved(
                    isFallback ? .inappropriateFallback : .protocolVersion,
                    reason: "the client speaks \(offer.version.name) at most, this server TLS 1.2 "
                        + "alone"
                )
            }
            guard offer.extensions.renegotiationInfo ?? [] == [] else {
                throw .handshakeFailure("the client's first handshake claims to be a renegotiation")
            }
        }
    }

    // MARK: The flight of a full handshake

    /// Sends ServerHello and Certificate, and goes on to ServerKeyExchange with ECDHE.
    private static func beginFullHandshake(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let negotiation = try ServerNegotiation(configuration, offer, context.random)
        context.transcript.begin(negotiation.algorithms.transcriptHash)
        if configuration.clientTrustRoots == nil { context.transcript.dropMessages() }
        try context.send(
            ServerHello(
                random: negotiation.randoms.server,
                sessionID: negotiation.sessionID,
                cipherSuite: negotiation.algorithms.suite,
                extensions: negotiation.extensions
            )
        )
        let credential = negotiation.choice.credential
        try context.send(CertificateMessage(certificates: credential.certificateBytes))
        guard case .ecdhe(let group, let scheme)? = negotiation.choice.keyExchange else {
            return try endFlight(negotiation, ephemeralKey: nil, &context)
        }
        return try signKeyExchange(negotiation, group, scheme, &context)
    }

    /// Makes the server's part of ECDHE and has it signed.
    private static func signKeyExchange(
        _ negotiation: ServerNegotiation,
        _ group: TLSNamedGroup,
        _ scheme: TLSSignatureScheme,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let random = context.random
        let key = context.observer.measure(.keyExchange) { EphemeralKey(group, random: random) }
        guard let key, let rsaScheme = scheme.rsaScheme else {
            throw .handshakeFailure("this server has no key for \(group.name)")
        }
        let parameters = ServerECDHParameters(group: group, publicKey: key.publicKey)
        let content = try decoding("ServerKeyExchange") { () throws(WireError) in
            try parameters.signedContent(
                clientRandom: negotiation.randoms.client,
                serverRandom: negotiation.randoms.server
            )
        }
        let next = AwaitsSignature(
            negotiation: negotiation,
            ephemeralKey: key,
            parameters: parameters,
            scheme: scheme
        )
        let signature = try context.sign(
            rsaScheme.hash.digest(content),
            rsaScheme,
            with: negotiation.choice.credential
        )
        guard let signature else { return next }
        return try next.receiveSignature(signature, &context)
    }

    /// The server's key signs its part of ECDHE, which completes the flight.
    struct AwaitsSignature: HandshakeState {
        static let expectation = "nothing before ServerHelloDone"

        let negotiation: ServerNegotiation
        let ephemeralKey: EphemeralKey
        let parameters: ServerECDHParameters
        let scheme: TLSSignatureScheme

        func receiveSignature(
            _ signature: [UInt8],
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            let signed = DigitallySigned(scheme: scheme, signature: signature)
            try context.send(ServerKeyExchange(parameters: parameters, signed: signed))
            return try endFlight(negotiation, ephemeralKey: ephemeralKey, &context)
        }
    }

    /// Sends CertificateRequest, if the client may prove its identity, and ServerHelloDone.
    private static func endFlight(
        _ negotiation: ServerNegotiation,
        ephemeralKey: EphemeralKey?,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        guard let roots = negotiation.configuration.clientTrustRoots else {
            try context.send(ServerHelloDone())
            return ExpectsClientKeyExchange(
                negotiation: negotiation,
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
        return ExpectsCertificate(negotiation: negotiation, ephemeralKey: ephemeralKey)
    }

    // MARK: The flight of a resumed session

    /// Resumes the session. A client's certificates are verified again first, unless this server
    /// would accept them for the same reasons as the one that made the session.
    private static func resume(
        _ session: ResumableSession,
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let negotiation = try ServerNegotiation(
            configuration,
            offer,
            resuming: session,
            context.random
        )
        func next(_ clientCertificates: CertificateList) -> AwaitsSessionVerification {
            AwaitsSessionVerification(
                negotiation: negotiation,
                session: session.state,
                clientCertificates: clientCertificates
            )
        }
        let bytes = session.state.clientCertificates
        guard !bytes.isEmpty, let verification = negotiation.clientVerification else {
            return try next(CertificateList([])).receiveVerification(&context)
        }
        if let validity = session.state.chainValidity, verification.accepts(validity) {
            return try next(CertificateList(derEncoded: bytes)).receiveVerification(&context)
        }
        guard let chain = try? PeerCertificates(bytes, context.observer) else {
            return try beginFullHandshake(configuration, offer, &context)
        }
        context.requestVerification(of: chain.certificates, verification)
        return next(CertificateList(chain.certificates))
    }

    /// The server resumes a session once the client's certificates, if it has any, are known to be
    /// valid still. Nothing has been sent until then, so that a session whose client is no longer trusted
    /// gives way to a full handshake: the client may have another certificate by now.
    struct AwaitsSessionVerification: HandshakeState {
        static let expectation = "nothing before ServerHello"

        let negotiation: ServerNegotiation
        let session: StoredServerSession
        let clientCertificates: CertificateList

        func receiveVerification(
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            context.transcript.begin(negotiation.algorithms.transcriptHash)
            context.transcript.dropMessages()
            try context.send(
                ServerHello(
                    random: negotiation.randoms.server,
                    sessionID: negotiation.offer.sessionID,
                    cipherSuite: negotiation.algorithms.suite,
                    extensions: negotiation.extensions
                )
            )
            let secrets = SessionSecrets(
                resuming: session.masterSecret,
                randoms: negotiation.randoms,
                algorithms: negotiation.algorithms
            )
            try context.use(secrets)
            try context.sendFinished(secrets)
            return ExpectsChangeCipherSpec(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiation.negotiated(clientCertificates),
                client: nil
            )
        }

        func receiveRefusal(
            _ refusal: TLSCertificateRefusal,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try beginFullHandshake(negotiation.configuration, negotiation.offer, &context)
        }
    }
}
