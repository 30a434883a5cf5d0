/// The server has chosen a full handshake.
struct ClientExpectsCertificate: ConnectionState {
    static let expectation = "Certificate"

    let handshake: ClientHandshake

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try expect(.certificate, message)
        guard let chain = try PeerCertificates(message, context) else {
            throw .peerMisbehaved(.decodeError, reason: "the server sent no certificate")
        }
        context.transcript.append(message)
        switch handshake.cipherSuite.keyExchange {
        case .ecdhe:
            try chain.check(.signatures)
            return ClientExpectsServerKeyExchange(handshake: handshake, chain: chain)
        case .rsa, nil:
            try chain.check(.keyEncipherment)
            return ClientExpectsServerHelloDone(
                handshake: handshake,
                chain: chain,
                serverKey: nil,
                request: nil
            )
        }
    }
}
