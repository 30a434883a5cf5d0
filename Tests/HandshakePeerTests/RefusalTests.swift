// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

/// Whom either side refuses, and what each says about it.
@Suite(.serialized) struct RefusalTests {
    /// A server that the engine's client must not trust.
    struct BadServer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let certificate: @Sendable (Fixtures) -> Fixtures.File
        let code: TLSCertificateRefusal.Code
        let alert: TLSAlertDescription
        /// What OpenSSL and Go call the alert that came.
        let opensslText, goText: String

        static let all = [
            BadServer(
                testDescription: "another authority's",
                certificate: \.untrustedServer,
                code: .unknownAuthority,
                alert: .unknownCA,
                opensslText: "tlsv1 alert unknown ca",
                goText: "unknown certificate authority"
            ),
            BadServer(
                testDescription: "expired",
                certificate: \.expiredServer,
                code: .outsideValidityPeriod,
                alert: .certificateExpired,
                opensslText: "sslv3 alert certificate expired",
                goText: "expired certificate"
            ),
            BadServer(
                testDescription: "another host's",
                certificate: \.wrongHostServer,
                code: .wrongIdentity,
                alert: .badCertificate,
                opensslText: "sslv3 alert bad certificate",
                goText: "bad certificate"
            ),
        ]
    }

    private func clientConfiguration() throws -> TLSClientConfiguration {
        TLSClientConfiguration(
            serverName: Fixtures.host,
            trustRoots: try Fixtures.get().trustRoots
        )
    }

    private func serverConfiguration(isMutual: Bool = false) throws -> TLSServerConfiguration {
        let fixtures = try Fixtures.get()
        var configuration = TLSServerConfiguration(
            credential: try fixtures.credential(fixtures.server)
        )
        if isMutual { configuration.clientTrustRoots = try fixtures.trustRoots }
        return configuration
    }

    // MARK: The engine's client refuses

    @Test(arguments: BadServer.all, [Peer.openssl, .go])
    func clientRefusesTheServer(_ bad: BadServer, _ peer: Peer) async throws {
        let fixtures = try Fixtures.get()
        let server = try await PeerServer.start(peer, certificate: bad.certificate(fixtures))
        let report = try await EngineConnection.connect(
            to: server.port,
            try clientConfiguration(),
            .send([1], answerByteCount: 1)
        )
        #expect(report.negotiated == nil)
        #expect(report.received.isEmpty)
        guard case .certificateRefused(let refusal) = report.error else {
            Issue.record("\(String(describing: report.error))")
            return
        }
        #expect(refusal.code == bad.code)
        #expect(refusal.alert == bad.alert)
        try await server.process.wait(forText: peer == .go ? bad.goText : bad.opensslText)
    }

    @Test func clientFindsNoSuiteOfAnOlderVersion() async throws {
        let fixtures = try Fixtures.get()
        let server = try await PeerServer.startOpenSSL([
            "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", "-cert", fixtures.server.path,
            "-key", fixtures.key.path,
        ])
        let report = try await EngineConnection.connect(
            to: server.port,
            try clientConfiguration(),
            .send([1], answerByteCount: 1)
        )
        // TLS 1.1 has none of the suites on offer, so the server is the first to give up.
        #expect(report.error == .alertReceived(.handshakeFailure))
        #expect(report.negotiated == nil)
        try await server.process.wait(forText: "no shared cipher")
    }

    // MARK: The engine's server refuses

    struct BadClient: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let certificate: (@Sendable (Fixtures) -> Fixtures.File)?
        let code: TLSCertificateRefusal.Code
        let opensslText, goText: String

        static let all = [
            BadClient(
                testDescription: "without a certificate",
                certificate: nil,
                code: .missing,
                opensslText: "sslv3 alert handshake failure",
                goText: "handshake failure"
            ),
            BadClient(
                testDescription: "another authority's",
                certificate: \.untrustedClient,
                code: .unknownAuthority,
                opensslText: "tlsv1 alert unknown ca",
                goText: "unknown certificate authority"
            ),
            BadClient(
                testDescription: "a server's",
                certificate: \.server,
                code: .wrongUsage,
                opensslText: "sslv3 alert unsupported certificate",
                goText: "unsupported certificate"
            ),
        ]
    }

    @Test(arguments: BadClient.all, [Peer.openssl, .python, .go])
    func serverRefusesTheClient(_ bad: BadClient, _ peer: Peer) async throws {
        let fixtures = try Fixtures.get()
        // Go's client keeps a certificate back that the server's authorities did not issue.
        guard peer != .go || bad.code != .unknownAuthority else { return }
        let certificate = bad.certificate?(fixtures)
        let client = Box<PeerClientReport>()
        let reports = try await EngineConnection.listen(
            try serverConfiguration(isMutual: true),
            .echo(closingAfter: 1)
        ) { port in
            let options = PeerClientOptions(certificate: certificate)
            client.value = try await peer.connect(to: port, options)
        }
        #expect(reports.allSatisfy { $0.negotiated == nil && $0.received.isEmpty })
        guard case .certificateRefused(let refusal) = reports.first?.error else {
            Issue.record("\(String(describing: reports.first?.error))")
            return
        }
        #expect(refusal.code == bad.code)
        let text = try #require(client.value).text
        let expected = peer == .go ? bad.goText : bad.opensslText
        #expect(text.lowercased().replacing("_", with: " ").contains(expected), "\(text)")
    }

    @Test(arguments: [
        (["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], TLSAlertDescription.protocolVersion),
        (["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256", "-fallback_scsv"], nil),
        (["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"], .handshakeFailure),
        (["-tls1_2", "-cipher", "AES128-GCM-SHA256"], .handshakeFailure),
        (["-tls1_3"], .handshakeFailure),
        (["-tls1_2", "-curves", "P-521"], .handshakeFailure),
    ])
    func serverRefusesTheOffer(_ arguments: [String], _ alert: TLSAlertDescription?) async throws {
        let reports = try await EngineConnection.listen(
            try serverConfiguration(),
            .echo(closingAfter: 2)
        ) { port in
            let process = try PeerProcess(
                ["openssl", "s_client", "-connect", "127.0.0.1:\(port)"] + arguments,
                input: Array("a\n".utf8)
            )
            _ = try await process.waitForEnd()
            let text = process.errorText
            if let alert {
                #expect(text.contains("SSL alert number \(alert.rawValue)"), "\(text)")
            }
        }
        #expect((reports.first?.negotiated == nil) == (alert != nil))
        if let alert {
            guard case .peerMisbehaved(alert, _) = reports.first?.error else {
                Issue.record("\(String(describing: reports.first?.error))")
                return
            }
        }
    }

    @Test func serverRefusesToRenegotiate() async throws {
        let reports = try await EngineConnection.listen(
            try serverConfiguration(),
            .echo(closingAfter: nil)
        ) { port in
            // "R" on a line of its own makes s_client renegotiate.
            let process = try PeerProcess(
                ["openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-tls1_2"],
                input: Array("R\n".utf8)
            )
            _ = try await process.waitForEnd()
            let text = process.errorText
            #expect(text.contains("no renegotiation"), "\(text)")
        }
        #expect(reports.first?.negotiated != nil)
        #expect(reports.first?.received == [])
    }

    // MARK: The peer refuses

    @Test(arguments: [Peer.openssl, .gnutls, .python, .go])
    func serverHearsThatItIsNotTrusted(_ peer: Peer) async throws {
        let fixtures = try Fixtures.get()
        let reports = try await EngineConnection.listen(
            try serverConfiguration(),
            .echo(closingAfter: 1)
        ) { port in
            let options = PeerClientOptions(trusts: fixtures.otherAuthority)
            let client = try await peer.connect(to: port, options)
            #expect(client.exitStatus != 0 || !client.isEchoed)
        }
        guard case .alertReceived(let alert) = reports.first?.error else {
            // GnuTLS's client checks the certificate when the handshake is complete.
            #expect(peer == .gnutls, "\(String(describing: reports.first?.error))")
            #expect(reports.first?.received == [])
            return
        }
        #expect([.unknownCA, .badCertificate].contains(alert))
    }

    @Test(arguments: [Peer.openssl, .python, .go])
    func clientHearsThatItsCertificateIsMissing(_ peer: Peer) async throws {
        let server = try await PeerServer.start(peer, asksForCertificate: true)
        let report = try await EngineConnection.connect(
            to: server.port,
            try clientConfiguration(),
            .send([1], answerByteCount: 1)
        )
        let alert: TLSAlertDescription = peer == .go ? .badCertificate : .handshakeFailure
        #expect(report.error == .clientCertificateNotSent(alert, reason: "there is none"))
        #expect(report.negotiated == nil)
    }

    @Test(arguments: [Peer.openssl, .python, .go])
    func clientHearsThatItsCertificateIsNotTrusted(_ peer: Peer) async throws {
        let fixtures = try Fixtures.get()
        let server = try await PeerServer.start(peer, asksForCertificate: true)
        var configuration = try clientConfiguration()
        configuration.credential = try fixtures.credential(fixtures.untrustedClient)
        let report = try await EngineConnection.connect(
            to: server.port,
            configuration,
            .send([1], answerByteCount: 1)
        )
        let alert: TLSAlertDescription
        switch report.error {
        // Python's server names no authority, so that it gets the certificate.
        case .alertReceived(let received) where peer == .python: alert = received
        case .clientCertificateNotSent(let received, let reason) where peer != .python:
            alert = received
            #expect(reason.contains("CN=other-authority"))
        default:
            Issue.record("\(String(describing: report.error))")
            return
        }
        #expect([.unknownCA, .badCertificate, .handshakeFailure].contains(alert))
        #expect(report.negotiated == nil)
    }
}
