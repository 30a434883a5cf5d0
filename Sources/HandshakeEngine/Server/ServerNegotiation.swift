// SPDX-License-Identifier: Apache-2.0

private import Foundation
internal import X509

/// What the hellos have settled, for a server's states to share.
final class ServerNegotiation: Sendable {
    let configuration: TLSServerConfiguration
    let offer: ClientHello
    let choice: ServerChoice
    let randoms: Randoms
    /// The session's identifier in the cache; empty if it is not there, and will not be.
    let sessionID: [UInt8]

    /// For a full handshake.
    init(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        _ random: RandomSource
    ) throws(TLSConnectionError) {
        self.configuration = configuration
        self.offer = offer
        choice = try ServerChoice(configuration, offer)
        randoms = Randoms(client: offer.random, server: random.bytes(Randoms.byteCount))
        // None for a session that goes into a ticket.
        let isCached =
            configuration.sessionCache != nil && offer.extensions.extendedMasterSecret
            && !Self.issuesTicket(configuration, offer)
        sessionID = isCached ? random.bytes(ClientHello.maximumSessionIDByteCount) : []
    }

    /// For a session that is resumed.
    init(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        resuming session: ResumableSession,
        _ random: RandomSource
    ) throws(TLSConnectionError) {
        self.configuration = configuration
        self.offer = offer
        choice = try ServerChoice(configuration, offer, resuming: session)
        randoms = Randoms(client: offer.random, server: random.bytes(Randoms.byteCount))
        sessionID = session.cachedID ?? []
    }

    var algorithms: TLSCipherSuite.Algorithms { choice.algorithms }

    private var isResumed: Bool { choice.keyExchange == nil }

    /// Whether the client takes session tickets and this server has keys for them.
    var issuesTicket: Bool { Self.issuesTicket(configuration, offer) }

    /// Only sessions with an extended master secret are resumed (RFC 7627, section 5.3).
    private static func issuesTicket(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello
    ) -> Bool {
        configuration.ticketKeys != nil && offer.extensions.sessionTicket != nil
            && offer.extensions.extendedMasterSecret
    }

    /// The ServerHello's extensions.
    var extensions: ServerHelloExtensions {
        var answer = ServerHelloExtensions()
        let offered = offer.extensions
        // RFC 6066, section 3: not in a resumed handshake.
        answer.acknowledgesServerName = choice.usesServerName && !isResumed
        if offered.renegotiationInfo != nil
            || offer.cipherSuites.contains(.emptyRenegotiationInfoSCSV)
        {
            answer.renegotiationInfo = []
        }
        if offered.ecPointFormats != nil, case .ecdhe? = choice.keyExchange {
            answer.ecPointFormats = [ECPointFormats.uncompressed]
        }
        answer.extendedMasterSecret = offered.extendedMasterSecret
        // Resuming a session does not extend its life.
        answer.sessionTicket = issuesTicket && !isResumed
        answer.applicationProtocol = choice.applicationProtocol.map { Array($0.utf8) }
        return answer
    }

    func negotiated(_ certificates: CertificateList) -> TLSNegotiatedParameters {
        TLSNegotiatedParameters(
            version: .tls12,
            cipherSuite: algorithms.suite,
            group: choice.keyExchange?.group,
            applicationProtocol: choice.applicationProtocol,
            serverName: offer.extensions.serverName,
            certificateList: certificates,
            isResumed: isResumed,
            hasExtendedMasterSecret: offer.extensions.extendedMasterSecret
        )
    }

    /// How a client's certificates are verified; `nil` if it is not asked for any.
    var clientVerification: CertificateVerification? {
        configuration.clientTrustRoots.map { roots in
            CertificateVerification(
                peer: .client,
                trustRoots: roots,
                policies: configuration.policies,
                limits: configuration.limits,
                now: configuration.now
            )
        }
    }
}

/// What a server chooses from a client's offer.
struct ServerChoice: Sendable {
    let credential: TLSCredential
    /// Whether the client's server_name selected the credential.
    let usesServerName: Bool
    let algorithms: TLSCipherSuite.Algorithms
    /// `nil` for a resumed session, in which no keys are exchanged.
    let keyExchange: KeyExchange?
    let applicationProtocol: String?

    enum KeyExchange: Sendable {
        case rsa
        /// The server signs its part in this way.
        case ecdhe(TLSNamedGroup, TLSSignatureScheme)

        var group: TLSNamedGroup? {
            if case .ecdhe(let group, _) = self { group } else { nil }
        }
    }

    /// For a full handshake: the first of the server's suites that the client has too, with all
    /// that the suite needs. For a resumed session, its suite.
    init(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello,
        resuming session: ResumableSession? = nil
    ) throws(TLSConnectionError) {
        let named = offer.extensions.serverName.flatMap {
            configuration.credential(forServerName: $0)
        }
        credential = named ?? configuration.credential
        usesServerName = named != nil
        applicationProtocol = try Self.applicationProtocol(configuration, offer)
        if let session {
            algorithms = session.algorithms
            keyExchange = nil
            return
        }
        var firstObstacle: String?
        for suite in configuration.cipherSuites where offer.cipherSuites.contains(suite) {
            guard let algorithms = suite.algorithms else { continue }
            switch Self.attempt(algorithms.keyExchange, offer, credential) {
            case .possible(let keyExchange):
                self.algorithms = algorithms
                self.keyExchange = keyExchange
                return
            case .impossible(let reason):
                firstObstacle = firstObstacle ?? reason
            }
        }
        throw .handshakeFailure(firstObstacle ?? Self.nothingInCommon(offer))
    }

    private enum Attempt {
        case possible(KeyExchange)
        /// Why not, as an error message.
        case impossible(String)
    }

    /// Whether the two sides have what the key exchange of a suite needs.
    private static func attempt(
        _ keyExchange: TLSCipherSuite.KeyExchange,
        _ offer: ClientHello,
        _ credential: TLSCredential
    ) -> Attempt {
        switch keyExchange {
        case .ecdhe:
            guard let group = group(offer) else {
                return .impossible(
                    "the client offers no group that this server has: "
                        + EphemeralKey.groups.map(\.name).joined(separator: ", ")
                )
            }
            guard let scheme = signatureScheme(offer) else {
                return .impossible(
                    "the client accepts no signature algorithm that this server uses: "
                        + TLSSignatureScheme.supported.map(\.name).joined(separator: ", ")
                )
            }
            guard credential.keyUses.contains(.signatures) else {
                return .impossible(
                    "the keyUsage of the server's certificate does not allow signatures, which "
                        + "ECDHE needs"
                )
            }
            return .possible(.ecdhe(group, scheme))
        case .rsa:
            guard credential.keyUses.contains(.keyEncipherment) else {
                return .impossible(
                    "the keyUsage of the server's certificate does not allow the encipherment of "
                        + "keys, which RSA key exchange needs"
                )
            }
            return .possible(.rsa)
        }
    }

    /// Why no suite is common, as far as the client's suites show.
    private static func nothingInCommon(_ offer: ClientHello) -> String {
        let text = "the client offers no cipher suite that this server accepts"
        let implemented = offer.cipherSuites.filter(\.isSupported)
        if !implemented.isEmpty {
            return text + ", but " + implemented.prefix(4).map(\.name).joined(separator: ", ")
        }
        let isTLS13Only = offer.cipherSuites.allSatisfy { $0.isOfTLS13 || $0.isSignal }
        return isTLS13Only ? text + ": it speaks only TLS 1.3" : text
    }

    /// A client that does not name groups leaves the choice to the server (RFC 8422, section 4).
    private static func group(_ offer: ClientHello) -> TLSNamedGroup? {
        guard let groups = offer.extensions.supportedGroups else { return .secp256r1 }
        return EphemeralKey.groups.first(where: groups.contains)
    }

    /// A client that does not name schemes takes SHA-1 only (RFC 5246, section 7.4.1.4.1), which
    /// this library does not sign with.
    private static func signatureScheme(_ offer: ClientHello) -> TLSSignatureScheme? {
        guard let schemes = offer.extensions.signatureSchemes else { return nil }
        return TLSSignatureScheme.supported.first(where: schemes.contains)
    }

    private static func applicationProtocol(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello
    ) throws(TLSConnectionError) -> String? {
        guard let offered = offer.extensions.applicationProtocols,
            !configuration.applicationProtocols.isEmpty
        else { return nil }
        let chosen = configuration.applicationProtocols.first { offered.contains(Array($0.utf8)) }
        guard let chosen else {
            throw .peerMisbehaved(
                .noApplicationProtocol,
                reason: "the client offers no application protocol that this server accepts"
            )
        }
        return chosen
    }
}

/// A session that a client offers to resume and this server may resume (RFC 5246, section 7.3; RFC
/// 5077; RFC 7627, section 5.3).
struct ResumableSession: Sendable {
    let state: StoredServerSession
    let algorithms: TLSCipherSuite.Algorithms
    /// The identifier in the cache; `nil` for a ticket.
    let cachedID: [UInt8]?

    /// `nil` unless the server knows the session, it has not expired, it is for the same server
    /// name and with a suite that both sides still accept, and it has the client's certificates if
    /// they are needed, or none if they are not asked for.
    init?(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello
    ) throws(TLSConnectionError) {
        guard let (session, cachedID) = Self.find(configuration, offer),
            session.expires > configuration.now(),
            session.serverName == offer.extensions.serverName,
            offer.cipherSuites.contains(session.cipherSuite),
            configuration.cipherSuites.contains(session.cipherSuite),
            let algorithms = session.cipherSuite.algorithms,
            Self.allows(configuration, session.clientCertificates)
        else { return nil }
        // RFC 7627, section 5.3: all sessions have it, so that a client that resumes one has to
        // offer it.
        guard offer.extensions.extendedMasterSecret else {
            throw .handshakeFailure("the client resumes without extended_master_secret")
        }
        state = session
        self.algorithms = algorithms
        self.cachedID = cachedID
    }

    private static func find(
        _ configuration: TLSServerConfiguration,
        _ offer: ClientHello
    ) -> (session: StoredServerSession, cachedID: [UInt8]?)? {
        if let ticket = offer.extensions.sessionTicket, !ticket.isEmpty {
            // RFC 5077, section 3.4: beside a ticket, the identifier only tells the client that the
            // ticket was accepted.
            return configuration.ticketKeys?.open(ticket).map { ($0, nil) }
        }
        guard !offer.sessionID.isEmpty else { return nil }
        return configuration.sessionCache?.session(id: offer.sessionID, at: configuration.now())
            .map { ($0, offer.sessionID) }
    }

    private static func allows(
        _ configuration: TLSServerConfiguration,
        _ clientCertificates: [[UInt8]]
    ) -> Bool {
        guard configuration.clientTrustRoots != nil else { return clientCertificates.isEmpty }
        return configuration.allowsUnauthenticatedClients || !clientCertificates.isEmpty
    }
}
