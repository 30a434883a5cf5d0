/// The server has sent all that it must; it may ask for the client's certificate.
struct ClientExpectsServerHelloDone: ConnectionState {
    static let expectation = "ServerHelloDone"

    let handshake: ClientHandshake
    let chain: PeerCertificates
    /// The server's key of ECDHE.
    let serverKey: ServerECDHParameters?
    let request: CertificateRequest?

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        if message.type == .certificateRequest, request == nil {
            return try receiveRequest(message, &context)
        }
        try expect(.serverHelloDone, message)
        _ = try decoding("ServerHelloDone") { () throws(WireError) in
            try ServerHelloDone(parsing: message.body)
        }
        context.transcript.append(message)
        if request == nil { context.transcript.dropMessages() }
        let configuration = handshake.configuration
        context.verify(
            chain.certificates,
            CertificateVerification(
                peer: .server(name: configuration.serverName),
                trustRoots: configuration.trustRoots,
                policies: configuration.policies,
                limits: configuration.limits,
                now: configuration.now
            )
        )
        return ClientAwaitsVerification(
            handshake: handshake,
            chain: chain,
            serverKey: serverKey,
            request: request
        )
    }

    private func receiveRequest(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        let request = try decoding("CertificateRequest") { () throws(WireError) in
            try CertificateRequest(parsing: message.body)
        }
        context.transcript.append(message)
        return ClientExpectsServerHelloDone(
            handshake: handshake,
            chain: chain,
            serverKey: serverKey,
            request: request
        )
    }
}
