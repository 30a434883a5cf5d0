/// The server has asked for the client's certificate.
struct ServerExpectsCertificate: ConnectionState {
    static let expectation = "Certificate"

    let handshake: ServerHandshake
    let ephemeralKey: EphemeralKey?

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try expect(.certificate, message)
        let chain = try PeerCertificates(message, context)
        if let chain {
            try chain.check(.signatures)
        } else if !handshake.configuration.allowsUnauthenticatedClients {
            throw .certificateRefused(
                CertificateRefusal(.missing, reason: "the client sent no certificate")
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
