internal import Foundation

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
            try ServerResumption.sendTicket(handshake, secrets, clientCertificates, &context)
            try context.sendFinished(secrets)
            store(&context)
        }
        return context.complete(negotiated)
    }

    /// Keeps the session to be resumed by its identifier.
    private func store(_ context: inout ConnectionContext) {
        guard let cache = handshake.configuration.sessionCache, !handshake.sessionID.isEmpty else {
            return
        }
        let expires = context.now().addingTimeInterval(cache.sessionLifetime.timeInterval)
        cache.store(
            ServerResumption.state(handshake, secrets, clientCertificates, expires: expires),
            id: handshake.sessionID
        )
        context.cachedSession = (cache, handshake.sessionID)
    }
}

extension Duration {
    var timeInterval: TimeInterval {
        TimeInterval(components.seconds) + TimeInterval(components.attoseconds) * 1e-18
    }
}
