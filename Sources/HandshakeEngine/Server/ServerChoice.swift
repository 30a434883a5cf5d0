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
        let uses = (
            ecdhe: group != nil && signatureScheme != nil
                && credential.keyUses.contains(.signatures),
            rsa: credential.keyUses.contains(.keyEncipherment)
        )
        let suite = configuration.cipherSuites.first { suite in
            guard offer.cipherSuites.contains(suite) else { return false }
            return switch suite.keyExchange {
            case .ecdhe: uses.ecdhe
            case .rsa: uses.rsa
            case nil: false
            }
        }
        guard let suite else {
            throw .handshakeFailure("the client offers no cipher suite that this server accepts")
        }
        cipherSuite = suite
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
