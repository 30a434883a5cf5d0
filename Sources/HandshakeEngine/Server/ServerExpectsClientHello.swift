/// The server waits for a client.
struct ServerExpectsClientHello: ConnectionState {
    static let expectation = "ClientHello"

    let configuration: ServerConfiguration

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try expect(.clientHello, message)
        let offer = try decoding("ClientHello") { () throws(WireError) in
            try ClientHello(parsing: message.body)
        }
        try check(offer)
        context.isVersionNegotiated = true
        context.transcript.append(message)
        if let session = try ServerResumption.session(configuration, offer) {
            return try ServerResumption.begin(configuration, offer, session, &context)
        }
        return try ServerFlight.begin(configuration, offer, &context)
    }

    private func check(_ offer: ClientHello) throws(ConnectionError) {
        guard offer.version >= .tls12 else {
            let isFallback = offer.cipherSuites.contains(.fallbackSCSV)
            throw .peerMisbehaved(
                isFallback ? .inappropriateFallback : .protocolVersion,
                reason: "the client speaks \(offer.version.name) at most, this server TLS 1.2 alone"
            )
        }
        guard offer.extensions.renegotiationInfo ?? [] == [] else {
            throw .handshakeFailure("the client takes its first handshake for a renegotiation")
        }
    }
}
