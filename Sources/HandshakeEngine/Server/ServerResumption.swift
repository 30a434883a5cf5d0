internal import Foundation
private import HandshakeSecrets
internal import X509

/// The server's side of resumed sessions (RFC 5246, section 7.3; RFC 5077; RFC 7627, section 5.3).
enum ServerResumption {
    /// A session that was found, and where.
    struct Found {
        let state: ServerSessionState
        /// In the cache; `nil` for a ticket.
        let cachedID: [UInt8]?
    }

    /// The session that the client offers to resume, if this server knows it and may resume it:
    /// not expired, for the same server name, with a suite that both sides still accept, and with
    /// the client's certificates if they are asked for.
    static func session(
        _ configuration: ServerConfiguration,
        _ offer: ClientHello
    ) throws(ConnectionError) -> Found? {
        guard let found = find(configuration, offer) else { return nil }
        let session = found.state
        guard session.expires > configuration.now(),
            session.serverName == offer.extensions.serverName,
            offer.cipherSuites.contains(session.cipherSuite),
            configuration.cipherSuites.contains(session.cipherSuite),
            (configuration.clientTrustRoots != nil) == !session.clientCertificates.isEmpty
        else { return nil }
        // RFC 7627, section 5.3: all sessions have it, so a client that resumes one must offer it.
        guard offer.extensions.extendedMasterSecret else {
            throw .handshakeFailure("the client resumes without extended_master_secret")
        }
        return found
    }

    private static func find(
        _ configuration: ServerConfiguration,
        _ offer: ClientHello
    ) -> Found? {
        if let ticket = offer.extensions.sessionTicket, !ticket.isEmpty {
            // RFC 5077, section 3.4: with a ticket, the identifier only says that it was accepted.
            return configuration.ticketKeys?.open(ticket).map { Found(state: $0, cachedID: nil) }
        }
        guard !offer.sessionID.isEmpty else { return nil }
        return configuration.sessionCache?.session(id: offer.sessionID).map {
            Found(state: $0, cachedID: offer.sessionID)
        }
    }

    /// Begins the resumed handshake; a client's certificates are verified again before, as they may
    /// have expired, and as another server may have made the ticket.
    static func begin(
        _ handshake: ServerHandshake,
        _ session: Found,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        context.transcript.dropMessages()
        if let id = session.cachedID, let cache = handshake.configuration.sessionCache {
            context.cachedSession = (cache, id)
        }
        let certificates: [Certificate]
        if let verification = handshake.clientVerification {
            let chain = try PeerCertificates(session.state.clientCertificates, context.observer)
            certificates = chain.certificates
            context.verify(certificates, verification)
        } else {
            certificates = []
        }
        let next = ServerResumes(
            handshake: handshake,
            session: session.state,
            clientCertificates: certificates
        )
        guard context.pending == nil else { return next }
        return try next.receiveVerification(&context)
    }

    /// The session as it is kept or put into a ticket.
    static func state(
        _ handshake: ServerHandshake,
        _ secrets: SessionSecrets,
        _ clientCertificates: [[UInt8]],
        expires: Date
    ) -> ServerSessionState {
        secrets.masterSecret.withBytes { masterSecret in
            ServerSessionState(
                cipherSuite: handshake.cipherSuite,
                masterSecret: masterSecret,
                serverName: handshake.offer.extensions.serverName,
                expires: expires,
                clientCertificates: clientCertificates
            )
        }
    }

    /// Sends a ticket if the ServerHello has announced one: an empty one if the session is too large
    /// (RFC 5077, section 3.3).
    static func sendTicket(
        _ handshake: ServerHandshake,
        _ secrets: SessionSecrets,
        _ clientCertificates: [[UInt8]],
        _ context: inout ConnectionContext
    ) throws(ConnectionError) {
        guard handshake.issuesTicket, let keys = handshake.configuration.ticketKeys else { return }
        let lifetime = keys.ticketLifetime.timeInterval
        let session = state(
            handshake,
            secrets,
            clientCertificates,
            expires: context.now().addingTimeInterval(lifetime)
        )
        let ticket = keys.seal(session, random: context.random) ?? []
        let hint = UInt32(clamping: keys.ticketLifetime.components.seconds)
        try context.send(NewSessionTicket(lifetimeHint: hint, ticket: ticket))
    }
}
