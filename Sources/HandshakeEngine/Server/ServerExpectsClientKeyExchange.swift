internal import HandshakeCore

/// The client owes its part of the key exchange.
struct ServerExpectsClientKeyExchange: ConnectionState {
    static let expectation = "ClientKeyExchange"

    let handshake: ServerHandshake
    let ephemeralKey: EphemeralKey?
    /// The client's certificates, if it was asked for them and has sent some.
    let chain: PeerCertificates?

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try expect(.clientKeyExchange, message)
        let isECDHE = ephemeralKey != nil
        let exchange = try decoding("ClientKeyExchange") { () throws(WireError) in
            isECDHE
                ? try ClientKeyExchange(parsingECDHE: message.body)
                : try ClientKeyExchange(parsingRSA: message.body)
        }
        context.transcript.append(message)
        let next = ServerAwaitsPremasterSecret(handshake: handshake, chain: chain)
        switch exchange {
        case .rsa(let ciphertext):
            return try context.decryptPremasterSecret(
                ciphertext,
                clientVersion: handshake.offer.version.rawValue,
                with: handshake.choice.credential,
                then: next
            )
        case .ecdhe(let clientKey):
            guard let ephemeralKey else {
                throw .unexpected("a key of ECDHE", expected: Self.expectation)
            }
            let secret = try context.observer.measure(.keyExchange) {
                () throws(ConnectionError) in try ephemeralKey.sharedSecret(with: clientKey)
            }
            return try next.receivePremasterSecret(secret, &context)
        }
    }
}
