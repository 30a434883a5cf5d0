/// The end of the server's first messages in a full handshake.
enum ServerFlight {
    /// Sends CertificateRequest, if the client has to prove its identity, and ServerHelloDone.
    static func end(
        _ handshake: ServerHandshake,
        ephemeralKey: EphemeralKey?,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        guard let roots = handshake.configuration.clientTrustRoots else {
            try context.send(ServerHelloDone())
            return ServerExpectsClientKeyExchange(
                handshake: handshake,
                ephemeralKey: ephemeralKey,
                chain: nil
            )
        }
        try context.send(
            CertificateRequest(
                signatureSchemes: SignatureScheme.supported,
                certificateAuthorities: roots.subjectBytes
            )
        )
        try context.send(ServerHelloDone())
        return ServerExpectsCertificate(handshake: handshake, ephemeralKey: ephemeralKey)
    }
}
