private import Foundation
private import HandshakeCore
private import X509

/// The client's records are protected, and its Finished proves it.
struct ServerExpectsFinished: ConnectionState {
    static let expectation = "Finished"

    let handshake: ServerHandshake
    let secrets: SessionSecrets
    let negotiated: NegotiatedParameters
    let clientCertificates: [[UInt8]]

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
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
    private func store(in cache: SessionCache, at time: Date) {
        let session = session(lifetime: cache.sessionLifetime, at: time)
        cache.store(session, id: handshake.sessionID, at: time)
    }

    /// Sends a ticket if the ServerHello has announced one: an empty one if the session is too large
    /// (RFC 5077, section 3.3).
    private func sendTicket(_ context: inout ConnectionContext) throws(ConnectionError) {
        guard handshake.issuesTicket, let keys = handshake.configuration.ticketKeys else { return }
        let time = context.now()
        let session = session(lifetime: keys.ticketLifetime, at: time)
        let ticket = keys.seal(session, random: context.random) ?? []
        let hint = UInt32(wholeSecondsOf: session.expires.timeIntervalSince(time).rounded())
        try context.send(NewSessionTicket(lifetimeHint: hint, ticket: ticket))
    }

    /// The session as it is kept or put into a ticket. It does not outlive the client's certificate,
    /// which is verified again; others of the client's list may not be in its chain.
    private func session(lifetime: Duration, at time: Date) -> ServerSessionState {
        let end = time.addingTimeInterval(lifetime.timeInterval)
        let certificateEnd = negotiated.peerCertificates.first?.notValidAfter
        return secrets.masterSecret.withBytes { masterSecret in
            ServerSessionState(
                cipherSuite: handshake.cipherSuite,
                masterSecret: masterSecret,
                serverName: handshake.offer.extensions.serverName,
                expires: min(end, certificateEnd ?? end),
                clientCertificates: clientCertificates
            )
        }
    }
}
