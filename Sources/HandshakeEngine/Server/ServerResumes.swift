internal import X509

/// The server resumes a session, once the client's certificates are verified again if it has any.
/// Nothing has been sent until then, so that a session whose client is not trusted any more gives way
/// to a full handshake: the client may have another certificate by now.
struct ServerResumes: ConnectionState {
    static let expectation = "nothing before ServerHello"

    let handshake: ServerHandshake
    let session: ServerSessionState
    let clientCertificates: [Certificate]

    func receiveVerification(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        context.transcript.begin(session.cipherSuite.transcriptHash)
        context.transcript.dropMessages()
        try context.send(
            ServerHello(
                random: handshake.randoms.server,
                sessionID: handshake.offer.sessionID,
                cipherSuite: session.cipherSuite,
                extensions: handshake.extensions(isResumed: true)
            )
        )
        let secrets = SessionSecrets(
            resuming: session.masterSecret,
            randoms: handshake.randoms,
            cipherSuite: session.cipherSuite
        )
        try context.use(secrets)
        try context.sendFinished(secrets)
        return ServerExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: handshake.negotiated(
                peerCertificates: clientCertificates,
                isResumed: true
            ),
            clientCertificates: session.clientCertificates
        )
    }

    func receiveRefusal(
        _ refusal: CertificateRefusal,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try ServerFlight.begin(handshake.configuration, handshake.offer, &context)
    }
}
