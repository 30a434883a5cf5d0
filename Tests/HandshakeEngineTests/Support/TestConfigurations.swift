import HandshakeEngine

/// The credentials that most tests use, made once.
enum TestCredentials {
    static let server = TestAuthority.shared.credential(.server)
    static let client = TestAuthority.shared.credential(.client)
}

extension ClientConfiguration {
    /// A client of the test server.
    static func test(_ change: (inout ClientConfiguration) -> Void = { _ in }) -> Self {
        var configuration = ClientConfiguration(
            serverName: "server.test",
            trustRoots: TestAuthority.shared.roots
        )
        change(&configuration)
        return configuration
    }
}

extension ServerConfiguration {
    /// The test server.
    static func test(_ change: (inout ServerConfiguration) -> Void = { _ in }) -> Self {
        var configuration = ServerConfiguration(credential: TestCredentials.server)
        change(&configuration)
        return configuration
    }
}

extension CipherSuite {
    static let all = CipherSuite.defaultSuites + CipherSuite.rsaKeyExchangeSuites
}
