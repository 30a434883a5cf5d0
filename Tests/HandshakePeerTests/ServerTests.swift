// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

/// The engine's server against clients that were not written here.
@Suite(.serialized) struct ServerTests {
    typealias Case = ClientTests.Case

    private func configuration(_ test: Case) throws -> TLSServerConfiguration {
        let fixtures = try Fixtures.get()
        var configuration = TLSServerConfiguration(
            credential: try fixtures.credential(fixtures.server)
        )
        configuration.cipherSuites = TLSCipherSuite.all
        if test.isMutual { configuration.clientTrustRoots = try fixtures.trustRoots }
        return configuration
    }

    /// Runs the peer's client against a server with this configuration. Answers what both sides
    /// found.
    private func serve(
        _ test: Case,
        _ configuration: TLSServerConfiguration,
        _ options: PeerClientOptions
    ) async throws -> (reports: [ConnectionReport], client: PeerClientReport) {
        let client = Box<PeerClientReport>()
        let reports = try await EngineConnection.listen(
            configuration,
            .echo(closingAfter: options.byteCount)
        ) { port in
            client.value = try await test.peer.connect(to: port, options)
        }
        let clientReport = try #require(client.value)
        #expect(clientReport.isEchoed, "\(clientReport.text)")
        #expect(clientReport.exitStatus == 0, "\(clientReport.text)")
        return (reports, clientReport)
    }

    @Test(arguments: Case.all)
    func echoesWithEachSuite(_ test: Case) async throws {
        let fixtures = try Fixtures.get()
        let leaf = try fixtures.credential(fixtures.client).certificateChain.first
        for suite in TLSCipherSuite.all {
            var options = PeerClientOptions(suite: suite, hasCertificate: test.isMutual)
            for byteCount in [1, 33_000] {
                options.byteCount = byteCount
                let (reports, _) = try await serve(test, try configuration(test), options)
                let negotiated = try #require(reports.last?.negotiated)
                #expect(negotiated.version == .tls12)
                #expect(negotiated.cipherSuite == suite)
                #expect(negotiated.peerCertificates.first == (test.isMutual ? leaf : nil))
                #expect(!negotiated.isResumed)
                #expect(negotiated.serverName == Fixtures.host)
            }
        }
    }

    @Test(arguments: Case.all)
    func echoesMuch(_ test: Case) async throws {
        var options = PeerClientOptions(hasCertificate: test.isMutual)
        options.byteCount = 10_000_000
        let (reports, _) = try await serve(test, try configuration(test), options)
        #expect(reports.last?.received.count == options.byteCount)
    }

    /// The suites besides the first one, with two peers that are fast.
    @Test(arguments: [Peer.openssl, .go], TLSCipherSuite.all.dropFirst())
    func echoesMuchWithEachSuite(_ peer: Peer, _ suite: TLSCipherSuite) async throws {
        let test = Case(peer: peer, isMutual: false)
        var options = PeerClientOptions(suite: suite)
        options.byteCount = 10_000_000
        let (reports, _) = try await serve(test, try configuration(test), options)
        #expect(reports.last?.negotiated?.cipherSuite == suite)
        #expect(reports.last?.received.count == options.byteCount)
    }

    /// tlslite-ng's client knows session IDs only, and Go's tickets only.
    @Test(arguments: Case.all)
    func resumesByTicket(_ test: Case) async throws {
        guard test.peer != .tlslite else { return }
        var configuration = try configuration(test)
        configuration.ticketKeys = TLSTicketKeys()
        try await resumes(test, configuration)
    }

    @Test(arguments: Case.all)
    func resumesBySessionID(_ test: Case) async throws {
        guard test.peer != .go else { return }
        var configuration = try configuration(test)
        configuration.sessionCache = TLSSessionCache()
        try await resumes(test, configuration)
    }

    private func resumes(_ test: Case, _ configuration: TLSServerConfiguration) async throws {
        var options = PeerClientOptions(hasCertificate: test.isMutual)
        options.connectionCount = 2
        options.byteCount = 50
        let (reports, client) = try await serve(test, configuration, options)
        // Without an extended master secret, which Go 1.19 does not have, nothing is resumed
        // (RFC 7627, 5.3).
        let isResumed = test.peer != .go
        #expect(client.resumedCount == (isResumed ? 1 : 0), "\(client.text)")
        #expect(reports.map { $0.negotiated?.isResumed } == [false, isResumed])
        #expect(reports.last?.negotiated?.peerCertificates.isEmpty == !test.isMutual)
    }
}

/// A value that another task leaves behind.
final class Box<Value: Sendable>: @unchecked Sendable {
    var value: Value?
}
