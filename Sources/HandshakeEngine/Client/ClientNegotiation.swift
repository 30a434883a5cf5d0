internal import Foundation
internal import X509

/// Makes a client's ClientHello.
enum ClientOffer {
    private static let sessionIDByteCount = 32

    /// The ClientHello, and the session that it offers to resume.
    static func make(
        _ configuration: TLSClientConfiguration,
        _ random: RandomSource
    ) -> (hello: ClientHello, session: StoredClientSession?) {
        let session = resumableSession(configuration)
        var extensions = ClientHelloExtensions()
        extensions.serverName = ServerNameList.hostName(of: configuration.serverName)
        extensions.signatureSchemes = TLSSignatureScheme.supported
        if configuration.cipherSuites.contains(where: { $0.keyExchange == .ecdhe }) {
            extensions.supportedGroups = EphemeralKey.groups
            extensions.ecPointFormats = [ECPointFormats.uncompressed]
        }
        if !configuration.applicationProtocols.isEmpty {
            extensions.applicationProtocols = configuration.applicationProtocols.map {
                Array($0.utf8)
            }
        }
        extensions.extendedMasterSecret = true
        extensions.renegotiationInfo = []
        extensions.sessionTicket = session?.ticket ?? []
        let hello = ClientHello(
            random: random.bytes(ClientHello.randomByteCount),
            sessionID: session.map { sessionID($0, random) } ?? [],
            cipherSuites: configuration.cipherSuites.filter(\.isSupported),
            extensions: extensions
        )
        return (hello, session)
    }

    /// A random one with a ticket: if the server answers with the same, it has accepted the ticket
    /// (RFC 5077, section 3.4).
    private static func sessionID(
        _ session: StoredClientSession,
        _ random: RandomSource
    ) -> [UInt8] {
        session.ticket.isEmpty ? session.sessionID : random.bytes(sessionIDByteCount)
    }

    /// The configuration's session, if it may be resumed with this server, as this client, and at
    /// this time.
    private static func resumableSession(
        _ configuration: TLSClientConfiguration
    ) -> StoredClientSession? {
        guard let session = configuration.session?.state,
            session.serverName == configuration.serverName,
            session.clientCertificates == configuration.credential?.certificateBytes ?? [],
            configuration.cipherSuites.contains(session.cipherSuite)
        else { return nil }
        let now = configuration.now()
        guard session.expires > now, session.peerCertificates.allSatisfy({ $0.isValid(at: now) })
        else { return nil }
        return session
    }
}

/// What a client's states share from the ServerHello on.
final class ClientHandshake: Sendable {
    let configuration: TLSClientConfiguration
    let offer: ClientHello
    let hello: ServerHello
    let randoms: Randoms

    init(configuration: TLSClientConfiguration, offer: ClientHello, hello: ServerHello) {
        self.configuration = configuration
        self.offer = offer
        self.hello = hello
        randoms = Randoms(client: offer.random, server: hello.random)
    }

    var cipherSuite: TLSCipherSuite { hello.cipherSuite }

    func negotiated(
        group: TLSNamedGroup?,
        peerCertificates: [Certificate],
        isResumed: Bool
    ) -> TLSNegotiatedParameters {
        TLSNegotiatedParameters(
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
