// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HandshakeCore
private import X509

// The client's flight, and the Finished of the server.
extension ClientState {
    /// The server's flight has arrived and its certificates are being verified; the client's flight
    /// follows.
    struct AwaitsVerification: HandshakeState {
        static let expectation = "nothing before the client's messages"

        let negotiation: ClientNegotiation
        let chain: PeerCertificates
        let verified: VerifiedChain
        let serverKey: ServerECDHParameters?
        let request: CertificateRequest?

        func receiveVerification(
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            let configuration = negotiation.configuration
            configuration.knownChain.record(
                chain,
                as: configuration.serverName,
                verified.validity
            )
            let identity = identity
            if let request {
                let certificates = identity?.credential.certificateBytes ?? []
                try context.send(CertificateMessage(certificates: certificates))
                context.whyNoCertificateWasSent = whyNoCertificateIsSent(to: request)
            }
            let secrets = try sendKeyExchange(&context)
            let next = AwaitsSignature(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiation.negotiated(
                    group: serverKey?.group,
                    peerCertificates: chain.certificates,
                    isResumed: false
                ),
                scheme: identity?.scheme
            )
            guard let identity, let scheme = identity.scheme.rsaScheme else {
                return try next.finish(&context)
            }
            let signature = try context.sign(
                context.transcript.digest(scheme.hash),
                scheme,
                with: identity.credential
            )
            guard let signature else { return next }
            return try next.receiveSignature(signature, &context)
        }

        /// What the client proves its identity with, if the server asks for it and accepts what
        /// there is: to a server that would not, the client does not show who it is (RFC 5246,
        /// section 7.4.6).
        private var identity: (credential: TLSCredential, scheme: TLSSignatureScheme)? {
            guard let request, whyNoCertificateIsSent(to: request) == nil,
                let credential = negotiation.configuration.credential,
                let scheme = scheme(for: request)
            else { return nil }
            return (credential, scheme)
        }

        private func scheme(for request: CertificateRequest) -> TLSSignatureScheme? {
            TLSSignatureScheme.supported.first(where: request.signatureSchemes.contains)
        }

        private func whyNoCertificateIsSent(to request: CertificateRequest) -> String? {
            guard let credential = negotiation.configuration.credential else {
                return "there is none"
            }
            guard credential.keyUses.contains(.signatures) else {
                return "its keyUsage does not allow signatures"
            }
            guard request.certificateTypes.contains(CertificateRequest.rsaSign),
                scheme(for: request) != nil
            else {
                return "the server takes no RSA certificate, or no signature that RSA gives here"
            }
            let authorities = request.certificateAuthorities
            guard credential.isIssued(byOneOf: authorities) else {
                let issuers = credential.certificateChain.map { "\($0.issuer)" }
                return
                    "its chain is issued by \(issuers.joined(separator: "; ")), which is not among the "
                    + "\(authorities.count) authorities that the server names"
            }
            return nil
        }

        /// Sends ClientKeyExchange and derives the session's secrets.
        private func sendKeyExchange(
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> SessionSecrets {
            let message: ClientKeyExchange
            let premasterSecret: SecretBytes
            if let serverKey {
                let random = context.random
                let key = context.observer.measure(.keyExchange) {
                    EphemeralKey(serverKey.group, random: random)
                }
                guard let key else {
                    throw .illegalParameter("the server chose a group that was not offered")
                }
                message = .ecdhe(publicKey: key.publicKey)
                premasterSecret = try context.observer.measure(.keyExchange) {
                    () throws(TLSConnectionError) in try key.sharedSecret(with: serverKey.publicKey)
                }
            } else {
                premasterSecret = randomPremasterSecret(context.random)
                message = .rsa(
                    encryptedPremasterSecret: try encrypt(premasterSecret, context.observer)
                )
            }
            try context.send(message)
            return try context.derive(
                premasterSecret,
                negotiation.randoms,
                negotiation.algorithms,
                isExtended: negotiation.hello.extensions.extendedMasterSecret
            )
        }

        /// The offered version and 46 random bytes (RFC 5246, section 7.4.7.1).
        private func randomPremasterSecret(_ random: RandomSource) -> SecretBytes {
            let version = negotiation.offer.version.rawValue
            var secret = SecretBytes(byteCount: RSAPrivateKey.premasterSecretByteCount)
            secret.withMutableBytes { bytes in
                random.fill(&bytes)
                bytes[0] = UInt8(version >> 8)
                bytes[1] = UInt8(truncatingIfNeeded: version)
            }
            return secret
        }

        private func encrypt(
            _ premasterSecret: borrowing SecretBytes,
            _ observer: Observer
        ) throws(TLSConnectionError) -> [UInt8] {
            do {
                return try observer.measure(.publicKeyEncryption) { () throws(RSAError) in
                    try chain.publicKey.encryptPremasterSecret(premasterSecret)
                }
            } catch {
                throw .peerMisbehaved(
                    .unsupportedCertificate,
                    reason:
                        "the key of the server's certificate does not encrypt a premaster secret"
                )
            }
        }
    }

    /// The client's key signs the handshake if the server asked for that, which completes the
    /// flight.
    struct AwaitsSignature: HandshakeState {
        static let expectation = "nothing before the client's messages"

        let negotiation: ClientNegotiation
        let secrets: SessionSecrets
        let negotiated: TLSNegotiatedParameters
        /// The signature's scheme; `nil` if there is no signature.
        let scheme: TLSSignatureScheme?

        func receiveSignature(
            _ signature: [UInt8],
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            if let scheme {
                let signed = DigitallySigned(scheme: scheme, signature: signature)
                try context.send(CertificateVerify(signed: signed))
            }
            return try finish(&context)
        }

        /// Sends ChangeCipherSpec and Finished.
        func finish(
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            context.transcript.dropMessages()
            try context.sendFinished(secrets)
            return ExpectsChangeCipherSpec(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiated,
                ticket: nil
            )
        }
    }

    /// The client waits for the server to protect its records; before that, the server sends a
    /// ticket if it has announced one.
    struct ExpectsChangeCipherSpec: HandshakeState {
        static let expectation = "ChangeCipherSpec, after the ticket that was announced"

        let negotiation: ClientNegotiation
        let secrets: SessionSecrets
        let negotiated: TLSNegotiatedParameters
        let ticket: NewSessionTicket?

        private var isTicketDue: Bool {
            negotiation.hello.extensions.sessionTicket && ticket == nil
        }

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            guard isTicketDue else {
                throw .unexpected(message.type.name, expected: Self.expectation)
            }
            try expect(.newSessionTicket, message)
            let ticket = try decoding("NewSessionTicket") { () throws(WireError) in
                try NewSessionTicket(parsing: message.body)
            }
            context.transcript.append(message)
            return ExpectsChangeCipherSpec(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiated,
                ticket: ticket
            )
        }

        func receiveChangeCipherSpec(
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            guard !isTicketDue else {
                throw .unexpected("ChangeCipherSpec", expected: "NewSessionTicket")
            }
            try context.protectReceiving()
            return ExpectsFinished(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiated,
                ticket: ticket
            )
        }
    }

    /// The server's records are protected, and its Finished proves it.
    struct ExpectsFinished: HandshakeState {
        static let expectation = "Finished"

        let negotiation: ClientNegotiation
        let secrets: SessionSecrets
        let negotiated: TLSNegotiatedParameters
        let ticket: NewSessionTicket?

        /// How long a session is kept where the server does not say, and at most.
        private static let defaultLifetime: UInt32 = 2 * 60 * 60
        private static let maximumLifetime: UInt32 = 7 * 24 * 60 * 60

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try expect(.finished, message)
            try context.receiveFinished(message, secrets)
            if negotiated.isResumed { try context.sendFinished(secrets) }
            let connected = context.complete(negotiated)
            if let session = newSession(at: context.now()) {
                context.events.append(.newSession(session))
            }
            return connected
        }

        /// What a later connection can resume, if the server gave something new.
        private func newSession(at time: Date) -> TLSSession? {
            let usable = ticket.flatMap { $0.isUsable ? $0 : nil }
            let ticket = usable?.ticket ?? []
            let sessionID =
                negotiated.isResumed || !ticket.isEmpty ? [] : negotiation.hello.sessionID
            guard negotiated.hasExtendedMasterSecret, !ticket.isEmpty || !sessionID.isEmpty else {
                return nil
            }
            let hint = usable?.lifetimeHint ?? 0
            let lifetime = hint == 0 ? Self.defaultLifetime : min(hint, Self.maximumLifetime)
            return secrets.masterSecret.withBytes { masterSecret in
                TLSSession(
                    stored: StoredClientSession(
                        serverName: negotiation.configuration.serverName,
                        cipherSuite: negotiation.algorithms.suite,
                        masterSecret: masterSecret,
                        sessionID: sessionID,
                        ticket: ticket,
                        expires: time.addingTimeInterval(TimeInterval(lifetime)),
                        peerCertificates: negotiated.peerCertificates,
                        clientCertificates: negotiation.configuration.credential?.certificateBytes
                            ?? []
                    )
                )
            }
        }
    }
}
