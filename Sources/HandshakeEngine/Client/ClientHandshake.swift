internal import X509

/// What a client's states share from the ServerHello on.
final class ClientHandshake: Sendable {
    let configuration: ClientConfiguration
    let offer: ClientHello
    let hello: ServerHello
    let randoms: Randoms

    init(configuration: ClientConfiguration, offer: ClientHello, hello: ServerHello) {
        self.configuration = configuration
        self.offer = offer
        self.hello = hello
        randoms = Randoms(client: offer.random, server: hello.random)
    }

    var cipherSuite: CipherSuite { hello.cipherSuite }

    func negotiated(
        group: NamedGroup?,
        peerCertificates: [Certificate],
        isResumed: Bool
    ) -> NegotiatedParameters {
        NegotiatedParameters(
            version: .tls12,
            cipherSuite: cipherSuite,
            group: group,
            applicationProtocol: hello.extensions.applicationProtocol.map {
                String(decoding: $0, as: UTF8.self)
            },
            serverName: offer.extensions.serverName,
            peerCertificates: peerCertificates,
            isResumed: isResumed,
            hasExtendedMasterSecret: hello.extensions.extendedMasterSecret
        )
    }
}
