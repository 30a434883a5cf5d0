/// The server waits for the client to protect its records. Where the client's certificates are being
/// verified, nothing is received until that is done.
struct ServerExpectsChangeCipherSpec: ConnectionState {
    static let expectation = "ChangeCipherSpec"

    let handshake: ServerHandshake
    let secrets: SessionSecrets
    let negotiated: NegotiatedParameters
    /// As DER.
    let clientCertificates: [[UInt8]]

    func receiveChangeCipherSpec(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        context.protectReceiving()
        return ServerExpectsFinished(
            handshake: handshake,
            secrets: secrets,
            negotiated: negotiated,
            clientCertificates: clientCertificates
        )
    }
}
