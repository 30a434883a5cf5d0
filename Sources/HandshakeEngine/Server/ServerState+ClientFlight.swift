private import Foundation
internal import HandshakeCore
private import X509

/// The server has asked for the client's certificate.
struct ServerExpectsCertificate: HandshakeState {
    static let expectation = "Certificate"

    let handshake: ServerHandshake
    let ephemeralKey: EphemeralKey?

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        try expect(.certificate, message)
        let chain = try PeerCertificates(message, context)
        if let chain {
            try chain.check(.signatures)
        } else if !handshake.configuration.allowsUnauthenticatedClients {
            throw .certificateRefused(
                TLSCertificateRefusal(.missing, reason: "the client sent no certificate")
            )
        }
        context.transcript.append(message)
        return ServerExpectsClientKeyExchange(
            handshake: handshake,
            ephemeralKey: ephemeralKey,
            chain: chain
        )
    }
}

/// The client owes its part of the key exchange.
struct ServerExpectsClientKeyExchange: HandshakeState {
    static let expectation = "ClientKeyExchange"

    let handshake: ServerHandshake
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
        let next = ServerAwaitsPremasterSecret(handshake: handshake, chain: chain)
        switch exchange {
        case .rsa(let ciphertext):
            return try context.decryptPremasterSecret(
                ciphertext,
                clientVersion: handshake.offer.version.rawValue,
                with: handshake.choice.credential,
                then: next
            )
        case .ecdhe(let clientKey):
            guard let ephemeralKey else {
                throw .unexpected("a key of ECDHE", expected: Self.expectation)
            }
            let secret = try context.observer.measure(.keyExchange) {
                () throws(TLSConnectionError) in try ephemeralKey.sharedSecret(with: clientKey)
            }
            return try next.receivePremasterSecret(secret, &context)
        }
    }
}

/// The server's key decrypts the premaster secret.
struct ServerAwaitsPremasterSecret: HandshakeState {
    static let expectation = "nothing before the premaster secret is known"

    let handshake: ServerHandshake
    let chain: PeerCertificates?

    func receivePremasterSecret(
        _ premasterSecret: borrowing SecretBytes,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        let secrets = try context.derive(
            premasterSecret,
            handshake.randoms,
            handshake.cipherSuite,
            isExtended: handshake.offer.extensions.extendedMasterSecret
        )
        if let chain {
            return ServerExpectsCertificateVerify(
                handshake: handshake,
                secrets: secrets,
                chain: chain
            )
        }
        return ServerExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: handshake.negotiated(peerCertificates: [], isResumed: false),
            clientCertificates: []
        )
    }
}

/// The client has sent its certificate, and owes the proof that it has the key.
struct ServerExpectsCertificateVerify: HandshakeState {
    static let expectation = "CertificateVerify"

    let handshake: ServerHandshake
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
        else { throw .illegalParameter("the client signed with a scheme that was not asked for") }
        let digest = context.transcript.digest(scheme.hash)
        try context.observer.measure(.signatureVerification) { () throws(TLSConnectionError) in
            try chain.publicKey.verify(signed.signature, digest, scheme, in: "CertificateVerify")
        }
        context.transcript.append(message)
        context.transcript.dropMessages()
        let next = ServerExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: handshake.negotiated(
                peerCertificates: chain.certificates,
                isResumed: false
            ),
            clientCertificates: chain.bytes
        )
        if let verification = handshake.clientVerification {
            context.verify(chain.certificates, verification)
        }
        return next
    }
}

/// The server waits for the client to protect its records. Where the client's certificates are being
/// verified, nothing is received until that is done.
struct ServerExpectsChangeCipherSpec: HandshakeState {
    static let expectation = "ChangeCipherSpec"

    let handshake: ServerHandshake
    let secrets: SessionSecrets
    let negotiated: TLSNegotiatedParameters
    /// As DER.
    let clientCertificates: [[UInt8]]

    func receiveChangeCipherSpec(
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        context.protectReceiving()
        return ServerExpectsFinished(
            handshake: handshake,
            secrets: secrets,
            negotiated: negotiated,
            clientCertificates: clientCertificates
        )
    }
}

/// The client's records are protected, and its Finished proves it.
struct ServerExpectsFinished: HandshakeState {
    static let expectation = "Finished"

    let handshake: ServerHandshake
    let secrets: SessionSecrets
    let negotiated: TLSNegotiatedParameters
    let clientCertificates: [[UInt8]]

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
        if let cache = handshake.configuration.sessionCache, !handshake.sessionID.isEmpty {
            if !negotiated.isResumed { store(in: cache, at: context.now()) }
            // Only now: whoever has seen the identifier could make the cache forget it otherwise.
            context.cachedSession = (cache, handshake.sessionID)
        }
        return context.complete(negotiated)
    }

    /// Keeps the session to be resumed by its identifier.
    private func store(in cache: TLSSessionCache, at time: Date) {
        let session = session(lifetime: cache.sessionLifetime, at: time)
        cache.store(session, id: handshake.sessionID, at: time)
    }

    /// Sends a ticket if the ServerHello has announced one: an empty one if the session is too large
    /// (RFC 5077, section 3.3).
    private func sendTicket(_ context: inout ConnectionContext) throws(TLSConnectionError) {
        guard handshake.issuesTicket, let keys = handshake.configuration.ticketKeys else { return }
        let time = context.now()
        let session = session(lifetime: keys.ticketLifetime, at: time)
        let ticket = keys.seal(session, random: context.random) ?? []
        let hint = UInt32(wholeSecondsOf: session.expires.timeIntervalSince(time).rounded())
        try context.send(NewSessionTicket(lifetimeHint: hint, ticket: ticket))
    }

    /// The session as it is kept or put into a ticket. It does not outlive the client's certificate,
    /// which is verified again; others of the client's list may not be in its chain.
    private func session(lifetime: Duration, at time: Date) -> StoredServerSession {
        let end = time.addingTimeInterval(lifetime.timeInterval)
        let certificateEnd = negotiated.peerCertificates.first?.notValidAfter
        return secrets.masterSecret.withBytes { masterSecret in
            StoredServerSession(
                cipherSuite: handshake.cipherSuite,
                masterSecret: masterSecret,
                serverName: handshake.offer.extensions.serverName,
                expires: min(end, certificateEnd ?? end),
                clientCertificates: clientCertificates
            )
        }
    }
}
