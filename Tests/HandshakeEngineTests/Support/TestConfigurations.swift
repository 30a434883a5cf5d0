// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine

/// The credentials that most tests use, made once.
enum TestCredentials {
    static let server = TestAuthority.shared.credential(.server)
    static let client = TestAuthority.shared.credential(.client)
}

extension TLSClientConfiguration {
    /// A client of the test server.
    static func test(_ change: (inout TLSClientConfiguration) -> Void = { _ in }) -> Self {
        var configuration = TLSClientConfiguration(
            serverName: "server.test",
            trustRoots: TestAuthority.shared.roots
        )
        change(&configuration)
        return configuration
    }
}

extension TLSServerConfiguration {
    /// The test server.
    static func test(_ change: (inout TLSServerConfiguration) -> Void = { _ in }) -> Self {
        var configuration = TLSServerConfiguration(credential: TestCredentials.server)
        change(&configuration)
        return configuration
    }
}

extension TLSCipherSuite {
    static let all = TLSCipherSuite.defaultSuites + TLSCipherSuite.rsaKeyExchangeSuites
}
