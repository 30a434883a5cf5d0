// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// A client's states, in the order of the handshake: in this file those that receive the server's
/// first flight, in `ClientState+ClientFlight.swift` those that follow.
enum ClientState {
    /// The client has sent its ClientHello.
    struct ExpectsServerHello: HandshakeState {
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
            let algorithms = try check(hello)
            context.isVersionNegotiated = true
            context.transcript.append(message)
            context.transcript.begin(algorithms.transcriptHash)
            let negotiation = ClientNegotiation(
                configuration: configuration,
                offer: offer,
                hello: hello,
                algorithms: algorithms
            )
            if let session, hello.sessionID == offer.sessionID, !offer.sessionID.isEmpty {
                return try resume(session, negotiation, &context)
            }
            return ExpectsCertificate(negotiation: negotiation)
        }

        /// Checks what the server chose, and returns what its cipher suite consists of.
        private func check(
            _ hello: ServerHello
        ) throws(TLSConnectionError) -> TLSCipherSuite.Algorithms {
            guard hello.version == .tls12 else {
                throw .peerMisbehaved(
                    .protocolVersion,
                    reason: "the server chose \(hello.version.name) where TLS 1.2 was offered"
                )
            }
            guard offer.cipherSuites.contains(hello.cipherSuite),
                let algorithms = hello.cipherSuite.algorithms
            else { throw .illegalParameter("the server chose a suite that was not offered") }
            // RFC 5746, section 3.4: without the extension, an attacker may have begun the
            // connection.
            guard hello.extensions.renegotiationInfo == [] else {
                throw .handshakeFailure("the server does not secure renegotiation")
            }
            if let chosen = hello.extensions.applicationProtocol {
                guard offer.extensions.applicationProtocols?.contains(chosen) == true else {
                    throw .illegalParameter("the server chose a protocol that was not offered")
                }
            }
            return algorithms
        }

        private func resume(
            _ session: StoredClientSession,
            _ negotiation: ClientNegotiation,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            guard negotiation.algorithms.suite == session.cipherSuite else {
                throw .illegalParameter("the server resumes the session with another suite")
            }
            // RFC 7627, section 5.3: sessions without it are never offered.
            guard negotiation.hello.extensions.extendedMasterSecret else {
                throw .handshakeFailure("the server resumes without extended_master_secret")
            }
            context.transcript.dropMessages()
            let secrets = SessionSecrets(
                resuming: session.masterSecret,
                randoms: negotiation.randoms,
                algorithms: negotiation.algorithms
            )
            try context.use(secrets)
            return ExpectsChangeCipherSpec(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiation.negotiated(
                    group: nil,
                    peerCertificates: session.peerCertificates,
                    isResumed: true
                ),
                ticket: nil
            )
        }
    }

    /// The server has chosen a full handshake.
    struct ExpectsCertificate: HandshakeState {
        static let expectation = "Certificate"

        let negotiation: ClientNegotiation

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try expect(.certificate, message)
            let known = negotiation.configuration.knownChain
            guard let chain = try PeerCertificates(message, context, known: known) else {
                throw .peerMisbehaved(.decodeError, reason: "the server sent no certificate")
            }
            context.transcript.append(message)
            switch negotiation.algorithms.keyExchange {
            case .ecdhe:
                try chain.check(.signatures)
                return ExpectsServerKeyExchange(negotiation: negotiation, chain: chain)
            case .rsa:
                try chain.check(.keyEncipherment)
                return ExpectsServerHelloDone(
                    negotiation: negotiation,
                    chain: chain,
                    serverKey: nil,
                    request: nil
                )
            }
        }
    }

    /// The server has sent its certificate and has yet to send its part of ECDHE.
    struct ExpectsServerKeyExchange: HandshakeState {
        static let expectation = "ServerKeyExchange"

        let negotiation: ClientNegotiation
        let chain: PeerCertificates

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try expect(.serverKeyExchange, message)
            let exchange = try decoding("ServerKeyExchange") { () throws(WireError) in
                try ServerKeyExchange(parsing: message.body)
            }
            let offered = negotiation.offer.extensions.supportedGroups ?? []
            guard offered.contains(exchange.parameters.group) else {
                throw .illegalParameter("the server chose a group that was not offered")
            }
            try checkSignature(exchange, context.observer)
            context.transcript.append(message)
            return ExpectsServerHelloDone(
                negotiation: negotiation,
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
                    clientRandom: negotiation.randoms.client,
                    serverRandom: negotiation.randoms.server
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

    /// The server has sent all that it has to; it may still ask for the client's certificate.
    struct ExpectsServerHelloDone: HandshakeState {
        static let expectation = "ServerHelloDone"

        let negotiation: ClientNegotiation
        let chain: PeerCertificates
        /// The server's part of ECDHE; `nil` with RSA key exchange.
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
            let configuration = negotiation.configuration
            let verification = CertificateVerification(
                peer: .server(name: configuration.serverName),
                trustRoots: configuration.trustRoots,
                policies: configuration.policies,
                limits: configuration.limits,
                now: configuration.now,
                earlier: configuration.knownChain.validity(of: chain, as: configuration.serverName)
            )
            context.requestVerification(of: chain.certificates, verification)
            return AwaitsVerification(
                negotiation: negotiation,
                chain: chain,
                verified: verification.verified,
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
            return ExpectsServerHelloDone(
                negotiation: negotiation,
                chain: chain,
                serverKey: serverKey,
                request: request
            )
        }
    }
}
