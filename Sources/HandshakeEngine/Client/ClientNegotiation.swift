// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import X509

/// What the hellos have settled, for a client's states to share.
final class ClientNegotiation: Sendable {
    let configuration: TLSClientConfiguration
    let offer: ClientHello
    let hello: ServerHello
    let algorithms: TLSCipherSuite.Algorithms
    let randoms: Randoms

    init(
        configuration: TLSClientConfiguration,
        offer: ClientHello,
        hello: ServerHello,
        algorithms: TLSCipherSuite.Algorithms
    ) {
        self.configuration = configuration
        self.offer = offer
        self.hello = hello
        self.algorithms = algorithms
        randoms = Randoms(client: offer.random, server: hello.random)
    }

    func negotiated(
        group: TLSNamedGroup?,
        peerCertificates: [Certificate],
        isResumed: Bool
    ) -> TLSNegotiatedParameters {
        TLSNegotiatedParameters(
            version: .tls12,
            cipherSuite: algorithms.suite,
            group: group,
            applicationProtocol: hello.extensions.applicationProtocol.map {
                String(decoding: $0, as: UTF8.self)
            },
            serverName: offer.extensions.serverName,
            certificateList: CertificateList(peerCertificates),
            isResumed: isResumed,
            hasExtendedMasterSecret: hello.extensions.extendedMasterSecret
        )
    }
}

/// What a client offers.
struct ClientOffer: Sendable {
    let hello: ClientHello
    /// The session that the ClientHello offers to resume.
    let session: StoredClientSession?

    init(_ configuration: TLSClientConfiguration, _ random: RandomSource) {
        session = Self.resumableSession(configuration)
        var extensions = ClientHelloExtensions()
        extensions.serverName = ServerNameList.hostName(of: configuration.serverName)
        extensions.signatureSchemes = TLSSignatureScheme.supported
        if configuration.cipherSuites.contains(where: { $0.keyExchange == .ecdhe }) {
            extensions.supportedGroups = configuration.groups
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
        hello = ClientHello(
            random: random.bytes(Randoms.byteCount),
            sessionID: session.map { Self.sessionID($0, random) } ?? [],
            cipherSuites: configuration.cipherSuites.filter(\.isSupported),
            extensions: extensions
        )
    }

    /// A random one with a ticket: if the server answers with the same, it has accepted the ticket
    /// (RFC 5077, section 3.4).
    private static func sessionID(
        _ session: StoredClientSession,
        _ random: RandomSource
    ) -> [UInt8] {
        session.ticket.isEmpty
            ? session.sessionID : random.bytes(ClientHello.maximumSessionIDByteCount)
    }

    /// The configuration's session, if it may be resumed with this server, as this client, and at
    /// this time.
    private static func resumableSession(
        _ configuration: TLSClientConfiguration
    ) -> StoredClientSession? {
        guard let session = configuration.session?.stored,
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
