// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import HandshakeTLS
import X509

/// The kinds of handshake that messages are taken from: a cipher suite, whether both sides have
/// certificates, and whether a session is resumed.
struct Scenario {
    let suite: TLSCipherSuite
    let prf: TLS12.PRF
    let shape: TLS12.KeyBlockShape
    let isMutual: Bool
    private let ticketKeys: TLSTicketKeys?
    private var session: TLSSession?

    static let all: [Scenario] = [
        Scenario(.ecdheRSAWithAES128GCMSHA256, isMutual: true),
        Scenario(.rsaWithAES256GCMSHA384, isMutual: false),
        Scenario(.ecdheRSAWithAES256GCMSHA384, isMutual: false, ticketKeys: TLSTicketKeys()),
        Scenario(.rsaWithAES128GCMSHA256, isMutual: true, ticketKeys: TLSTicketKeys()).resumed(),
    ]

    private static let serverCredential = credential(TestCertificates.server, TestKeys.server)
    private static let clientCredential = credential(TestCertificates.client, TestKeys.client)
    private static let roots = try! TLSTrustRoots(pem: TestCertificates.authority)
    /// In the middle of the certificates' time.
    private static let now = Date(timeIntervalSince1970: 3_000_000_000)

    private static func credential(_ chain: String, _ key: String) -> TLSCredential {
        try! TLSCredential(pemCertificateChain: chain, pemPrivateKey: key)
    }

    /// Makes all that is made once.
    static func prepare() { _ = all }

    private init(_ suite: TLSCipherSuite, isMutual: Bool, ticketKeys: TLSTicketKeys? = nil) {
        let isLong =
            suite == .rsaWithAES256GCMSHA384 || suite == .ecdheRSAWithAES256GCMSHA384
        self.suite = suite
        self.isMutual = isMutual
        self.ticketKeys = ticketKeys
        prf = isLong ? .sha384 : .sha256
        shape = isLong ? .aes256GCM : .aes128GCM
    }

    /// The same, with the session that a connection of it has left.
    private func resumed() -> Scenario {
        var scenario = self
        scenario.session = run { _ in }.client.session!
        return scenario
    }

    func client() -> Peer {
        var configuration = TLSClientConfiguration(
            serverName: "server.test",
            trustRoots: Self.roots
        )
        configuration.cipherSuites = [suite]
        configuration.credential = isMutual ? Self.clientCredential : nil
        configuration.session = session
        configuration.now = { Self.now }
        let log = KeyLog()
        configuration.keyLog = { log.add($0) }
        return Peer(
            TLSConnection(client: configuration),
            log,
            trusted: Self.serverCredential.certificateChain
        )
    }

    func server() -> Peer {
        var configuration = TLSServerConfiguration(credential: Self.serverCredential)
        configuration.cipherSuites = [suite]
        configuration.clientTrustRoots = isMutual ? Self.roots : nil
        configuration.ticketKeys = ticketKeys
        configuration.now = { Self.now }
        let log = KeyLog()
        configuration.keyLog = { log.add($0) }
        return Peer(
            TLSConnection(server: configuration),
            log,
            trusted: Self.clientCredential.certificateChain
        )
    }

    /// A connection whose flights `edit` may change: a handshake, some data both ways, and the end.
    func run(_ edit: (inout Flight) -> Void) -> Connection {
        let connection = Connection(self)
        connection.run(edit)
        return connection
    }
}
