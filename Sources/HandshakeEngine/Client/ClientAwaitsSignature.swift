/// The client's key signs the handshake, if the server asked for it; then the client's last messages
/// go out.
struct ClientAwaitsSignature: ConnectionState {
    static let expectation = "nothing before the client's messages"

    let handshake: ClientHandshake
    let secrets: SessionSecrets
    let negotiated: NegotiatedParameters
    /// The signature's; `nil` if there is none.
    let scheme: SignatureScheme?

    func receiveSignature(
        _ signature: [UInt8],
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        if let scheme {
            let signed = DigitallySigned(scheme: scheme, signature: signature)
            try context.send(CertificateVerify(signed: signed))
        }
        return try finish(&context)
    }

    /// Sends ChangeCipherSpec and Finished.
    func finish(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        context.transcript.dropMessages()
        try context.sendFinished(secrets)
        return ClientExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: negotiated,
            ticket: nil
        )
    }
}
