internal import HandshakeCore

/// The server has sent its certificate, and owes its part of ECDHE.
struct ClientExpectsServerKeyExchange: ConnectionState {
    static let expectation = "ServerKeyExchange"

    let handshake: ClientHandshake
    let chain: PeerCertificates

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try expect(.serverKeyExchange, message)
        let exchange = try decoding("ServerKeyExchange") { () throws(WireError) in
            try ServerKeyExchange(parsing: message.body)
        }
        guard EphemeralKey.groups.contains(exchange.parameters.group) else {
            throw .illegalParameter("the server chose a group that was not offered")
        }
        try checkSignature(exchange, context.observer)
        context.transcript.append(message)
        return ClientExpectsServerHelloDone(
            handshake: handshake,
            chain: chain,
            serverKey: exchange.parameters,
            request: nil
        )
    }

    private func checkSignature(
        _ exchange: ServerKeyExchange,
        _ observer: Observer
    ) throws(ConnectionError) {
        guard SignatureScheme.supported.contains(exchange.signed.scheme),
            let scheme = exchange.signed.scheme.rsaScheme
        else { throw .illegalParameter("the server signed with a scheme that was not offered") }
        let content = try decoding("ServerKeyExchange") { () throws(WireError) in
            try exchange.parameters.signedContent(
                clientRandom: handshake.randoms.client,
                serverRandom: handshake.randoms.server
            )
        }
        try observer.measure(.signatureVerification) { () throws(ConnectionError) in
            try chain.publicKey.verify(
                exchange.signed.signature,
                scheme.hash.digest(content),
                scheme,
                in: "ServerKeyExchange"
            )
        }
    }
}
