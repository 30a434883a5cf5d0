private import Foundation
private import X509

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
    /// the client's certificates if they are needed, or none if they are not asked for.
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
            allows(configuration, session.clientCertificates)
        else { return nil }
        // RFC 7627, section 5.3: all sessions have it, so a client that resumes one must offer it.
        guard offer.extensions.extendedMasterSecret else {
            throw .handshakeFailure("the client resumes without extended_master_secret")
        }
        return found
    }

    private static func allows(
        _ configuration: ServerConfiguration,
        _ clientCertificates: [[UInt8]]
    ) -> Bool {
        guard configuration.clientTrustRoots != nil else { return clientCertificates.isEmpty }
        return configuration.allowsUnauthenticatedClients || !clientCertificates.isEmpty
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
        return configuration.sessionCache?.session(id: offer.sessionID, at: configuration.now())
            .map { Found(state: $0, cachedID: offer.sessionID) }
    }

    /// Begins the resumed handshake; a client's certificates are verified again before, as they may
    /// have expired, and as another server may have made the ticket.
    static func begin(
        _ configuration: ServerConfiguration,
        _ offer: ClientHello,
        _ session: Found,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        let handshake = ServerHandshake(
            configuration: configuration,
            offer: offer,
            choice: try ServerChoice(configuration, offer, resuming: session.state),
            random: context.random.bytes(ClientHello.randomByteCount),
            sessionID: session.cachedID ?? []
        )
        func resumes(_ clientCertificates: [Certificate]) -> ServerResumes {
            ServerResumes(
                handshake: handshake,
                session: session.state,
                clientCertificates: clientCertificates
            )
        }
        let bytes = session.state.clientCertificates
        guard !bytes.isEmpty, let verification = handshake.clientVerification else {
            return try resumes([]).receiveVerification(&context)
        }
        guard let chain = try? PeerCertificates(bytes, context.observer) else {
            return try ServerFlight.begin(configuration, offer, &context)
        }
        context.verify(chain.certificates, verification)
        return resumes(chain.certificates)
    }
}
