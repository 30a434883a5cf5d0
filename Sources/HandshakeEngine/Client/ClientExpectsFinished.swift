internal import Foundation
private import HandshakeCore

/// The server's records are protected, and its Finished proves it.
struct ClientExpectsFinished: ConnectionState {
    static let expectation = "Finished"

    let handshake: ClientHandshake
    let secrets: SessionSecrets
    let negotiated: NegotiatedParameters
    let ticket: NewSessionTicket?

    /// How long a session is kept where the server does not say, and at most.
    private static let defaultLifetime: UInt32 = 2 * 60 * 60
    private static let maximumLifetime: UInt32 = 7 * 24 * 60 * 60

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
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
    private func newSession(at time: Date) -> Session? {
        let usable = ticket.flatMap { $0.isUsable ? $0 : nil }
        let ticket = usable?.ticket ?? []
        let sessionID = negotiated.isResumed || !ticket.isEmpty ? [] : handshake.hello.sessionID
        guard negotiated.hasExtendedMasterSecret, !ticket.isEmpty || !sessionID.isEmpty else {
            return nil
        }
        let hint = usable?.lifetimeHint ?? 0
        let lifetime = hint == 0 ? Self.defaultLifetime : min(hint, Self.maximumLifetime)
        return secrets.masterSecret.withBytes { masterSecret in
            Session(
                state: ClientSessionState(
                    serverName: handshake.configuration.serverName,
                    cipherSuite: handshake.cipherSuite,
                    masterSecret: masterSecret,
                    sessionID: sessionID,
                    ticket: ticket,
                    expires: time.addingTimeInterval(TimeInterval(lifetime)),
                    peerCertificates: negotiated.peerCertificates,
                    clientCertificates: handshake.configuration.credential?.certificateBytes ?? []
                )
            )
        }
    }
}
