// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import Testing
import X509

@Suite struct CertificateTests {
    private typealias Subject = TestAuthority.Subject

    private func handshake(
        _ change: (inout TLSClientConfiguration, inout TLSServerConfiguration) -> Void
    ) async -> (client: Endpoint, server: Endpoint) {
        var clientConfiguration = TLSClientConfiguration.test()
        var serverConfiguration = TLSServerConfiguration.test()
        change(&clientConfiguration, &serverConfiguration)
        let client = Endpoint(client: clientConfiguration)
        let server = Endpoint(server: serverConfiguration)
        await run(client, server)
        return (client, server)
    }

    private func expectServerRefused(
        _ code: TLSCertificateRefusal.Code,
        _ alert: TLSAlertDescription,
        _ change: (inout TLSClientConfiguration, inout TLSServerConfiguration) -> Void
    ) async {
        let (client, server) = await handshake(change)
        guard case .certificateRefused(let refusal)? = client.error else {
            Issue.record("not refused: \(String(describing: client.error))")
            return
        }
        #expect(refusal.code == code)
        #expect(!refusal.reason.isEmpty)
        #expect(client.sentAlert == alert)
        #expect(server.receivedAlert == alert)
        #expect(client.negotiated == nil && server.negotiated == nil)
    }

    private func expectClientRefused(
        _ code: TLSCertificateRefusal.Code,
        _ alert: TLSAlertDescription,
        _ change: (inout TLSClientConfiguration, inout TLSServerConfiguration) -> Void
    ) async {
        let (client, server) = await handshake {
            $0.credential = TestCredentials.client
            $1.clientTrustRoots = TestAuthority.shared.roots
            change(&$0, &$1)
        }
        guard case .certificateRefused(let refusal)? = server.error else {
            Issue.record("not refused: \(String(describing: server.error))")
            return
        }
        #expect(refusal.code == code)
        #expect(client.receivedAlert == alert)
        #expect(client.negotiated == nil && server.negotiated == nil)
    }

    private func subject(
        _ subject: Subject,
        _ change: (inout Subject) -> Void
    ) -> Subject {
        var changed = subject
        change(&changed)
        return changed
    }

    @Test func acceptsAServerByNameAndByAddress() async {
        for name in ["server.test", "other.test", "127.0.0.1"] {
            let (client, server) = await handshake { client, _ in client.serverName = name }
            #expect(client.negotiated != nil)
            let sent = server.negotiated?.serverName
            #expect(sent == (name == "127.0.0.1" ? nil : name))
        }
    }

    @Test func refusesAServerOfAnotherName() async {
        for name in ["elsewhere.test", "127.0.0.2", "::1"] {
            await expectServerRefused(.wrongIdentity, .badCertificate) { client, _ in
                client.serverName = name
            }
        }
    }

    /// A common name is no identity: name constraints do not reach it.
    @Test func refusesAServerThatOnlyItsCommonNameNames() async {
        for names in [[], [GeneralName.rfc822Name("root@server.test")]] {
            let nameless = subject(.server) {
                $0.commonName = "server.test"
                $0.names = names
            }
            await expectServerRefused(.wrongIdentity, .badCertificate) { _, server in
                server.credential = TestAuthority.shared.credential(nameless)
            }
        }
    }

    @Test func refusesAnUntrustedServer() async {
        await expectServerRefused(.unknownAuthority, .unknownCA) { _, server in
            server.credential = TestAuthority.stranger.credential(.server)
        }
    }

    private static let systemsFile = "/etc/ssl/certs/ca-certificates.crt"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: systemsFile)))
    func trustsTheSystemsAuthoritiesAndNoOthers() async throws {
        let roots = try TLSTrustRoots.system()
        await expectServerRefused(.unknownAuthority, .unknownCA) { client, _ in
            client.trustRoots = roots
        }
        let text = try String(contentsOfFile: Self.systemsFile, encoding: .utf8)
        let documents = try PEMDocument.parseMultiple(pemString: text)
        let authority = try Certificate(pemDocument: #require(documents.first))
        let verification = CertificateVerification(
            peer: .client,
            trustRoots: roots,
            policies: { [] },
            limits: TLSConnectionLimits(),
            now: { authority.notValidBefore }
        )
        // An authority is known, whether or not it may be a client itself.
        if case .refused(let refusal) = await verification.verify([authority]) {
            #expect(refusal.code != .unknownAuthority)
        }
    }

    @Test func refusesAServerOutsideItsValidityPeriod() async {
        for (from, to) in [(-7200.0, -3600.0), (3600.0, 7200.0)] {
            let expired = subject(.server) {
                $0.notBefore = TestAuthority.now + from
                $0.notAfter = TestAuthority.now + to
            }
            await expectServerRefused(.outsideValidityPeriod, .certificateExpired) { _, server in
                server.credential = TestAuthority.shared.credential(expired)
            }
        }
    }

    @Test func refusesAServerWithAClientsCertificate() async {
        let wrong = subject(.server) { $0.usage = .clientAuth }
        await expectServerRefused(.wrongUsage, .unsupportedCertificate) { _, server in
            server.credential = TestAuthority.shared.credential(wrong)
        }
    }

    /// A server does not choose a key exchange that its certificate's key is not for.
    @Test func keepsToTheUsesOfTheServersKey() async {
        let encipherment = subject(.server) { $0.keyUsage = KeyUsage(keyEncipherment: true) }
        let signatures = subject(.server) { $0.keyUsage = KeyUsage(digitalSignature: true) }
        for (subject, suites) in [
            (encipherment, TLSCipherSuite.rsaKeyExchangeSuites),
            (signatures, TLSCipherSuite.defaultSuites),
        ] {
            let (client, server) = await handshake { client, server in
                client.cipherSuites = TLSCipherSuite.all
                server.cipherSuites = TLSCipherSuite.all
                server.credential = TestAuthority.shared.credential(subject)
            }
            #expect(client.negotiated.map { suites.contains($0.cipherSuite) } == true)
            #expect(server.negotiated != nil)
        }
    }

    /// The authority's own key has to be for signing certificates.
    @Test func refusesAnIssuerThatMayNotIssue() async {
        let authority = TestAuthority(
            named: "No issuer",
            key: "rsa2048",
            keyUsage: KeyUsage(digitalSignature: true)
        )
        await expectServerRefused(.invalidChain, .badCertificate) { client, server in
            client.trustRoots = authority.roots
            server.credential = authority.credential(.server)
        }
    }

    @Test func choosesTheCredentialByServerName() async {
        let other = TestAuthority.shared.credential(
            subject(.server) { $0.commonName = "other" }
        )
        let (client, _) = await handshake { client, server in
            client.serverName = "other.test"
            server.credentialsByServerName = ["other.test": other]
        }
        #expect(client.negotiated?.peerCertificates == other.certificateChain)
    }

    /// A wildcard's key stands for one label, and a whole name goes first.
    @Test(arguments: [
        ("a.wild.test", "wild"), ("B.Wild.test", "wild"), ("one.wild.test", "one"),
        ("wild.test", "default"), ("a.b.wild.test", "default"),
    ])
    func choosesTheCredentialByAWildcard(name: String, expected: String) async {
        var credentials: [String: TLSCredential] = [:]
        for name in ["wild", "one", "default"] {
            credentials[name] = TestAuthority.shared.credential(
                subject(.server) {
                    $0.commonName = name
                    $0.names = ["wild.test", "*.wild.test", "a.b.wild.test"].map { .dnsName($0) }
                }
            )
        }
        let (client, _) = await handshake { client, server in
            client.serverName = name
            server.credential = credentials["default"] ?? server.credential
            server.credentialsByServerName["*.wild.test"] = credentials["wild"]
            server.credentialsByServerName["one.wild.test"] = credentials["one"]
        }
        let chain = client.negotiated?.peerCertificates
        #expect(chain == credentials[expected]?.certificateChain)
    }

    /// The client offers no other group than those of its configuration.
    @Test(arguments: TLSNamedGroup.supported)
    func agreesOnAGroupThatIsOffered(_ group: TLSNamedGroup) async {
        let (client, server) = await handshake { client, _ in client.groups = [group] }
        #expect(client.negotiated?.group == group && server.negotiated?.group == group)
    }

    @Test func refusesByTheCallersPolicy() async {
        await expectServerRefused(.policy, .certificateUnknown) { client, _ in
            client.policies = { [NoChainWillDo()] }
        }
        await expectClientRefused(.policy, .certificateUnknown) { _, server in
            server.policies = { [NoChainWillDo()] }
        }
    }

    @Test func refusesAClientWithoutACertificate() async {
        await expectClientRefused(.missing, .handshakeFailure) { client, _ in
            client.credential = nil
        }
    }

    /// A client that is asked, but need not have one.
    @Test(arguments: TLSCipherSuite.all, [false, true])
    func letsAClientInWithoutACertificate(suite: TLSCipherSuite, hasOne: Bool) async throws {
        let (client, server) = await handshake {
            $0.cipherSuites = [suite]
            $0.credential = hasOne ? TestCredentials.client : nil
            $1.cipherSuites = [suite]
            $1.clientTrustRoots = TestAuthority.shared.roots
            $1.allowsUnauthenticatedClients = true
        }
        let sent = hasOne ? TestCredentials.client.certificateChain : []
        #expect(server.negotiated?.peerCertificates == sent)
        try client.send([1])
        try server.send([2])
        await run(client, server)
        #expect(server.received == [1] && client.received == [2])
    }

    /// It need not have one, but what it has is verified.
    @Test func refusesAWrongCertificateOfAClientThatNeedsNone() async {
        let expired = subject(.client) { $0.notAfter = TestAuthority.now - 60 }
        let wrong: [(TLSCredential, TLSCertificateRefusal.Code, TLSAlertDescription)] = [
            (TestAuthority.impostor.credential(.client), .unknownAuthority, .unknownCA),
            (TestAuthority.shared.credential(expired), .outsideValidityPeriod, .certificateExpired),
            (TestCredentials.server, .wrongUsage, .unsupportedCertificate),
        ]
        for (credential, code, alert) in wrong {
            await expectClientRefused(code, alert) { client, server in
                client.credential = credential
                server.allowsUnauthenticatedClients = true
            }
        }
    }

    @Test func refusesAnUntrustedClient() async {
        await expectClientRefused(.unknownAuthority, .unknownCA) { client, _ in
            client.credential = TestAuthority.impostor.credential(.client)
        }
    }

    /// To a server that names other authorities, and for a key that is not for signatures.
    @Test func doesNotShowACertificateThatTheServerWouldNotTake() async {
        let encipherment = subject(.client) { $0.keyUsage = KeyUsage(keyEncipherment: true) }
        for (credential, reason) in [
            (
                TestAuthority.stranger.credential(.client),
                "its chain is issued by CN=Stranger CA, which is not among the 1 authorities that "
                    + "the server names"
            ),
            (
                TestAuthority.shared.credential(encipherment),
                "its keyUsage does not allow signatures"
            ),
            (nil, "there is none"),
        ] {
            await expectClientRefused(.missing, .handshakeFailure) { client, _ in
                client.credential = credential
            }
            // The client knows why.
            let (client, _) = await handshake {
                $0.credential = credential
                $1.clientTrustRoots = TestAuthority.shared.roots
            }
            #expect(client.error == .clientCertificateNotSent(.handshakeFailure, reason: reason))
        }
    }

    /// To a server that takes certificates of other kinds only.
    @Test func saysThatTheServerTakesNoRSACertificate() async throws {
        let scenario = Scenario.all[0]
        let place = try #require(
            await scenario.messages().first { $0.type == .certificateRequest }
        )
        let (client, server) = await scenario.run(at: place) { record in
            let request = CertificateRequest(
                certificateTypes: [64],
                signatureSchemes: TLSSignatureScheme.supported,
                certificateAuthorities: []
            )
            return [Flight.Record(type: record.type, fragment: try! request.message().bytes)]
        }
        // The server's own words were others, so that it is not sure what comes first.
        #expect(server.negotiated == nil)
        guard case .clientCertificateNotSent(_, let reason)? = client.error else {
            Issue.record("\(String(describing: client.error))")
            return
        }
        #expect(reason.contains("takes no RSA certificate"))
    }

    /// Names that fill the message's vector to its last byte.
    @Test func readsAsManyAuthoritiesAsFitIntoAMessage() async throws {
        func name(of byteCount: Int) -> TestAuthority {
            TestAuthority(named: String(repeating: "n", count: byteCount), key: "rsa2048-second")
        }
        let shared = TestAuthority.shared.certificate
        let overhead = try encoded(name(of: 60_000).certificate.subject).count - 60_000
        let free = 65_535 - 2 - overhead - 2 - (try encoded(shared.subject).count)
        for (byteCount, fits) in [(free, true), (free + 1, false)] {
            let roots = TLSTrustRoots([name(of: byteCount).certificate, shared])
            let lines = Lines()
            let (client, server) = await handshake {
                $0.credential = TestCredentials.client
                $0.observer = { observation in
                    if case .message(_, "CertificateRequest", let count) = observation {
                        lines.add("\(count)")
                    }
                }
                $1.clientTrustRoots = roots
            }
            #expect(client.negotiated != nil)
            #expect(
                server.negotiated?.peerCertificates == TestCredentials.client.certificateChain
            )
            #expect((lines.all.first.flatMap { Int($0) } ?? 0 > 65_536) == fits)
        }
    }

    private func encoded(_ name: DistinguishedName) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(name)
        return serializer.serializedBytes
    }

    /// The authority may be any of the chain's, and a server that names none takes any.
    @Test func showsACertificateThatTheServerMayTake() async throws {
        let leaf = TestAuthority.shared.issue(.client)
        let other = TestAuthority.stranger.issue(.client)
        let credential = try TLSCredential(
            certificateChain: [leaf, other],
            privateKey: TestAuthority.privateKey(Subject.client.key)
        )
        let long = String(repeating: "long ", count: 16_000)
        let lengthy = TestAuthority(named: long, key: "rsa2048").certificate
        for roots in [
            TLSTrustRoots([TestAuthority.stranger.certificate, TestAuthority.shared.certificate]),
            // Their names do not fit into a message.
            TLSTrustRoots([lengthy, TestAuthority.shared.certificate]),
        ] {
            let (client, server) = await handshake {
                $0.credential = credential
                $1.clientTrustRoots = roots
            }
            #expect(client.negotiated != nil)
            #expect(server.negotiated?.peerCertificates == [leaf, other])
        }
    }

    @Test func refusesAnExpiredClient() async {
        let expired = subject(.client) { $0.notAfter = TestAuthority.now - 60 }
        await expectClientRefused(.outsideValidityPeriod, .certificateExpired) { client, _ in
            client.credential = TestAuthority.shared.credential(expired)
        }
    }

    @Test func refusesAClientWithAServersCertificate() async {
        await expectClientRefused(.wrongUsage, .unsupportedCertificate) { client, _ in
            client.credential = TestCredentials.server
        }
    }

    /// One wrong bit in the signature, in its scheme, or in what was signed.
    @Test(arguments: Scenario.all.filter { $0.isMutual && $0.resumption == nil })
    func refusesAWrongCertificateVerify(scenario: Scenario) async throws {
        let place = try #require(
            await scenario.messages().first { $0.type == .certificateVerify }
        )
        for bit in stride(from: 0, to: 256 * 8, by: 61) {
            let (client, server) = await scenario.run(at: place) { record in
                var changed = record
                changed.fragment[8 + bit / 8] ^= 1 << (bit % 8)
                return [changed]
            }
            #expect(server.sentAlert == .decryptError)
            #expect(client.receivedAlert == .decryptError)
            #expect(server.negotiated == nil)
        }
    }

    @Test func refusesAWrongSignatureOfTheServers() async throws {
        let scenario = Scenario.all[0]
        let place = try #require(
            await scenario.messages().first { $0.type == .serverKeyExchange }
        )
        let (client, server) = await scenario.run(at: place) { record in
            var changed = record
            changed.fragment[changed.fragment.count - 1] ^= 1
            return [changed]
        }
        #expect(client.sentAlert == .decryptError)
        #expect(server.receivedAlert == .decryptError)
    }

    @Test func refusesAKeyThatIsNotTheCertificates() {
        let certificate = TestAuthority.shared.issue(.server)
        let other = TestAuthority.privateKey(Subject.client.key)
        #expect(throws: TLSCredentialError.keyDoesNotMatch) {
            try TLSCredential(certificateChain: [certificate], privateKey: other)
        }
        #expect(throws: TLSCredentialError.noCertificate) {
            try TLSCredential(certificateChain: [], privateKey: other)
        }
    }
}

private struct NoChainWillDo: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []

    mutating func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult { .failsToMeetPolicy(reason: "not today") }
}
