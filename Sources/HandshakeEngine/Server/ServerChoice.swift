/// What a server chooses of a client's offer.
struct ServerChoice: Sendable {
    let credential: Credential
    /// Whether the client's server_name chose the credential.
    let usesServerName: Bool
    let cipherSuite: CipherSuite
    /// Of ECDHE, and how the server signs its part of it, if both sides have one in common; for other
    /// suites without meaning.
    let group: NamedGroup?
    let signatureScheme: SignatureScheme?
    let applicationProtocol: String?

    /// The first of the server's suites that the client has too, with all that it needs. For a
    /// resumed session the suite is fixed.
    init(
        _ configuration: ServerConfiguration,
        _ offer: ClientHello,
        resuming session: ServerSessionState?
    ) throws(ConnectionError) {
        let named = offer.extensions.serverName.flatMap {
            configuration.credentialsByServerName[$0.lowercased()]
        }
        credential = named ?? configuration.credential
        usesServerName = named != nil
        applicationProtocol = try Self.applicationProtocol(configuration, offer)
        group = Self.group(offer)
        signatureScheme = Self.signatureScheme(offer)
        if let session {
            cipherSuite = session.cipherSuite
            return
        }
        let common = configuration.cipherSuites.filter {
            $0.isSupported && offer.cipherSuites.contains($0)
        }
        var obstacles: [String] = []
        for suite in common {
            guard let obstacle = Self.obstacle(suite, group, signatureScheme, credential) else {
                cipherSuite = suite
                return
            }
            obstacles.append(obstacle)
        }
        throw .handshakeFailure(obstacles.first ?? Self.nothingInCommon(offer))
    }

    /// What keeps the two sides from a suite that both have, for people.
    private static func obstacle(
        _ suite: CipherSuite,
        _ group: NamedGroup?,
        _ signatureScheme: SignatureScheme?,
        _ credential: Credential
    ) -> String? {
        switch suite.keyExchange {
        case .ecdhe where group == nil:
            "the client offers no group that this server has: "
                + EphemeralKey.groups.map(\.name).joined(separator: ", ")
        case .ecdhe where signatureScheme == nil:
            "the client takes no signature that this server makes: "
                + SignatureScheme.supported.map(\.name).joined(separator: ", ")
        case .ecdhe where !credential.keyUses.contains(.signatures):
            "the keyUsage of the server's certificate does not allow signatures, which ECDHE needs"
        case .rsa where !credential.keyUses.contains(.keyEncipherment):
            "the keyUsage of the server's certificate does not allow the encipherment of keys, which "
                + "RSA key exchange needs"
        default: nil
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
        return isTLS13Only ? text + ": it speaks TLS 1.3 alone" : text
    }

    /// A client that does not name groups leaves the choice to the server (RFC 8422, section 4).
    private static func group(_ offer: ClientHello) -> NamedGroup? {
        guard let groups = offer.extensions.supportedGroups else { return .secp256r1 }
        return EphemeralKey.groups.first(where: groups.contains)
    }

    /// A client that does not name schemes takes SHA-1 only (RFC 5246, section 7.4.1.4.1), which
    /// this library does not sign with.
    private static func signatureScheme(_ offer: ClientHello) -> SignatureScheme? {
        guard let schemes = offer.extensions.signatureSchemes else { return nil }
        return SignatureScheme.supported.first(where: schemes.contains)
    }

    private static func applicationProtocol(
        _ configuration: ServerConfiguration,
        _ offer: ClientHello
    ) throws(ConnectionError) -> String? {
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
