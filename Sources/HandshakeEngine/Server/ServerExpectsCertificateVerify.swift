internal import HandshakeCore

/// The client has sent its certificate, and owes the proof that it has the key.
struct ServerExpectsCertificateVerify: ConnectionState {
    static let expectation = "CertificateVerify"

    let handshake: ServerHandshake
    let secrets: SessionSecrets
    let chain: PeerCertificates

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        try expect(.certificateVerify, message)
        let signed = try decoding("CertificateVerify") { () throws(WireError) in
            try CertificateVerify(parsing: message.body).signed
        }
        guard SignatureScheme.supported.contains(signed.scheme),
            let scheme = signed.scheme.rsaScheme
        else { throw .illegalParameter("the client signed with a scheme that was not asked for") }
        let digest = context.transcript.digest(scheme.hash)
        try context.observer.measure(.signatureVerification) { () throws(ConnectionError) in
            try chain.publicKey.verify(signed.signature, digest, scheme, in: "CertificateVerify")
        }
        context.transcript.append(message)
        context.transcript.dropMessages()
        let next = ServerExpectsChangeCipherSpec(
            handshake: handshake,
            secrets: secrets,
            negotiated: handshake.negotiated(
                peerCertificates: chain.certificates,
                isResumed: false
            ),
            clientCertificates: chain.bytes
        )
        if let verification = handshake.clientVerification {
            context.verify(chain.certificates, verification)
        }
        return next
    }
}
