// SPDX-License-Identifier: Apache-2.0

private import Foundation
internal import HandshakeCore
private import X509

// What the client sends after the server's first flight, and the server's Finished.
extension ServerState {
    /// The server has asked for the client's certificate.
    struct ExpectsCertificate: HandshakeState {
        static let expectation = "Certificate"

        let negotiation: ServerNegotiation
        let ephemeralKey: EphemeralKey?

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try expect(.certificate, message)
            let chain = try PeerCertificates(message, context)
            if let chain {
                try chain.check(.signatures)
            } else if !negotiation.configuration.allowsUnauthenticatedClients {
                throw .certificateRefused(
                    TLSCertificateRefusal(.missing, reason: "the client sent no certificate")
                )
            }
            context.transcript.append(message)
            return ExpectsClientKeyExchange(
                negotiation: negotiation,
                ephemeralKey: ephemeralKey,
                chain: chain
            )
        }
    }

    /// The client has yet to send its part of the key exchange.
    struct ExpectsClientKeyExchange: HandshakeState {
        static let expectation = "ClientKeyExchange"

        let negotiation: ServerNegotiation
        let ephemeralKey: EphemeralKey?
        /// The client's certificates, if it was asked for them and has sent some.
        let chain: PeerCertificates?

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try expect(.clientKeyExchange, message)
            let isECDHE = ephemeralKey != nil
            let exchange = try decoding("ClientKeyExchange") { () throws(WireError) in
                isECDHE
                    ? try ClientKeyExchange(parsingECDHE: message.body)
                    : try ClientKeyExchange(parsingRSA: message.body)
            }
            context.transcript.append(message)
            let next = AwaitsPremasterSecret(negotiation: negotiation, chain: chain)
            switch exchange {
            case .rsa(let ciphertext):
                let premasterSecret = try context.decryptPremasterSecret(
                    ciphertext,
                    clientVersion: negotiation.offer.version.rawValue,
                    with: negotiation.choice.credential
                )
                guard let premasterSecret else { return next }
                return try next.receivePremasterSecret(premasterSecret, &context)
            case .ecdhe(let clientKey):
                guard let ephemeralKey else {
                    throw .unexpected("a key of ECDHE", expected: Self.expectation)
                }
                let premasterSecret = try context.observer.measure(.keyExchange) {
                    () throws(TLSConnectionError) in try ephemeralKey.sharedSecret(with: clientKey)
                }
                return try next.receivePremasterSecret(premasterSecret, &context)
            }
        }
    }

    /// The server's key decrypts the premaster secret.
    struct AwaitsPremasterSecret: HandshakeState {
        static let expectation = "nothing before the premaster secret is known"

        let negotiation: ServerNegotiation
        let chain: PeerCertificates?

        func receivePremasterSecret(
            _ premasterSecret: borrowing SecretBytes,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            let secrets = try context.derive(
                premasterSecret,
                negotiation.randoms,
                negotiation.algorithms,
                isExtended: negotiation.offer.extensions.extendedMasterSecret
            )
            if let chain {
                return ExpectsCertificateVerify(
                    negotiation: negotiation,
                    secrets: secrets,
                    chain: chain
                )
            }
            return ExpectsChangeCipherSpec(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiation.negotiated(CertificateList([])),
                client: nil
            )
        }
    }

    /// The client has sent its certificate and still has to prove that it has the key.
    struct ExpectsCertificateVerify: HandshakeState {
        static let expectation = "CertificateVerify"

        let negotiation: ServerNegotiation
        let secrets: SessionSecrets
        let chain: PeerCertificates

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try expect(.certificateVerify, message)
            let signed = try decoding("CertificateVerify") { () throws(WireError) in
                try CertificateVerify(parsing: message.body).signed
            }
            guard TLSSignatureScheme.supported.contains(signed.scheme),
                let scheme = signed.scheme.rsaScheme
            else {
                throw .illegalParameter("the client signed with a scheme that was not asked for")
            }
            let digest = context.transcript.digest(scheme.hash)
            try context.observer.measure(.signatureVerification) { () throws(TLSConnectionError) in
                try chain.publicKey.verify(
                    signed.signature,
                    digest,
                    scheme,
                    in: "CertificateVerify"
                )
            }
            context.transcript.append(message)
            context.transcript.dropMessages()
            guard let verification = negotiation.clientVerification else {
                throw .unexpected("a client's certificate", expected: "none")
            }
            context.requestVerification(of: chain.certificates, verification)
            return ExpectsChangeCipherSpec(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiation.negotiated(CertificateList(chain.certificates)),
                client: (chain, verification.verified)
            )
        }
    }

    /// The server waits for the client to protect its records. While the client's certificates are
    /// being verified, nothing is received.
    struct ExpectsChangeCipherSpec: HandshakeState {
        static let expectation = "ChangeCipherSpec"

        let negotiation: ServerNegotiation
        let secrets: SessionSecrets
        let negotiated: TLSNegotiatedParameters
        /// The client that proved its identity in this handshake, and what its verification finds.
        let client: (chain: PeerCertificates, verified: VerifiedChain)?

        func receiveChangeCipherSpec(
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try context.protectReceiving()
            return ExpectsFinished(
                negotiation: negotiation,
                secrets: secrets,
                negotiated: negotiated,
                client: client
            )
        }
    }

    /// The client's records are protected, and its Finished proves it.
    struct ExpectsFinished: HandshakeState {
        static let expectation = "Finished"

        let negotiation: ServerNegotiation
        let secrets: SessionSecrets
        let negotiated: TLSNegotiatedParameters
        let client: (chain: PeerCertificates, verified: VerifiedChain)?

        func receive(
            _ message: HandshakeMessage,
            _ context: inout ConnectionContext
        ) throws(TLSConnectionError) -> any HandshakeState {
            try expect(.finished, message)
            try context.receiveFinished(message, secrets)
            if !negotiated.isResumed {
                try sendTicket(&context)
                try context.sendFinished(secrets)
            }
            if let cache = negotiation.configuration.sessionCache, !negotiation.sessionID.isEmpty {
                if !negotiated.isResumed { store(in: cache, at: context.now()) }
                // Only now: otherwise, whoever has seen the identifier could make the cache forget
                // it.
                context.cachedSession = (cache, negotiation.sessionID)
            }
            return context.complete(negotiated)
        }

        /// Keeps the session to be resumed by its identifier.
        private func store(in cache: TLSSessionCache, at time: Date) {
            let session = session(lifetime: cache.sessionLifetime, at: time)
            cache.store(session, id: negotiation.sessionID, at: time)
        }

        /// Sends a ticket if the ServerHello has announced one: an empty one if the session is too
        /// large (RFC 5077, section 3.3).
        private func sendTicket(_ context: inout ConnectionContext) throws(TLSConnectionError) {
            guard negotiation.issuesTicket, let keys = negotiation.configuration.ticketKeys else {
                return
            }
            let time = context.now()
            let session = session(lifetime: keys.ticketLifetime, at: time)
            let ticket = keys.seal(session, random: context.random) ?? []
            let hint = UInt32(wholeSecondsOf: session.expires.timeIntervalSince(time).rounded())
            try context.send(NewSessionTicket(lifetimeHint: hint, ticket: ticket))
        }

        /// The session as it is kept or put into a ticket. It does not outlive the client's
        /// certificate; others of the client's list may not be in its chain.
        private func session(lifetime: Duration, at time: Date) -> StoredServerSession {
            let end = time.addingTimeInterval(lifetime.timeInterval)
            let certificateEnd = client?.chain.certificates.first?.notValidAfter
            return secrets.masterSecret.withBytes { masterSecret in
                StoredServerSession(
                    cipherSuite: negotiation.algorithms.suite,
                    masterSecret: masterSecret,
                    serverName: negotiation.offer.extensions.serverName,
                    expires: min(end, certificateEnd ?? end),
                    clientCertificates: client?.chain.bytes ?? [],
                    chainValidity: client?.verified.validity
                )
            }
        }
    }
}
