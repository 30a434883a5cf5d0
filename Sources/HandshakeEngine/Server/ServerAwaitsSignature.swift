/// The server's key signs its part of ECDHE; then its first messages end.
struct ServerAwaitsSignature: ConnectionState {
    static let expectation = "nothing before ServerHelloDone"

    let handshake: ServerHandshake
    let ephemeralKey: EphemeralKey
    let parameters: ServerECDHParameters
    let scheme: SignatureScheme

    func receiveSignature(
        _ signature: [UInt8],
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        let signed = DigitallySigned(scheme: scheme, signature: signature)
        try context.send(ServerKeyExchange(parameters: parameters, signed: signed))
        return try ServerFlight.end(handshake, ephemeralKey: ephemeralKey, &context)
    }
}
