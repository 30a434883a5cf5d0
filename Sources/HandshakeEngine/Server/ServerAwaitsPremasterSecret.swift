internal import HandshakeCore

/// The server's key decrypts the premaster secret.
struct ServerAwaitsPremasterSecret: ConnectionState {
    static let expectation = "nothing before the premaster secret is known"

    let handshake: ServerHandshake
    let chain: PeerCertificates?

    func receivePremasterSecret(
        _ premasterSecret: borrowing SecretBytes,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        let secrets = try context.derive(
            premasterSecret,
            handshake.randoms,
            handshake.cipherSuite,
            isExtended: handshake.offer.extensions.extendedMasterSecret
        )
        if let chain {
            return ServerExpectsCertificateVerify(
                handshake: handshake,
                secrets: secrets,
                chain: chain
            )
        }
        return ServerExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: handshake.negotiated(peerCertificates: [], isResumed: false),
            clientCertificates: []
        )
    }
}
