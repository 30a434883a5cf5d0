// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

/// A server that asks for a certificate and goes on without one.
@Suite(.serialized) struct OptionalCertificateTests {
    private func configuration() throws -> TLSServerConfiguration {
        let fixtures = try Fixtures.get()
        var configuration = TLSServerConfiguration(
            credential: try fixtures.credential(fixtures.server)
        )
        configuration.clientTrustRoots = try fixtures.trustRoots
        configuration.allowsUnauthenticatedClients = true
        return configuration
    }

    /// Two connections, of which the second resumes the first one's session.
    @Test(arguments: [Peer.openssl, .gnutls, .python], [false, true])
    func letsClientsIn(_ peer: Peer, hasCertificate: Bool) async throws {
        let fixtures = try Fixtures.get()
        let leaf = try fixtures.credential(fixtures.client).certificateChain.first
        var configuration = try configuration()
        configuration.ticketKeys = TLSTicketKeys()
        let client = Box<PeerClientReport>()
        var options = PeerClientOptions(hasCertificate: hasCertificate)
        options.connectionCount = 2
        options.byteCount = 50
        let reports = try await EngineConnection.listen(
            configuration,
            .echo(closingAfter: options.byteCount)
        ) { [options] port in
            client.value = try await peer.connect(to: port, options)
        }
        let report = try #require(client.value)
        #expect(report.isEchoed && report.resumedCount == 1, "\(report.text)")
        #expect(reports.map { $0.negotiated?.isResumed } == [false, true])
        for report in reports {
            #expect(report.negotiated?.peerCertificates.first == (hasCertificate ? leaf : nil))
        }
    }

    @Test func refusesAWrongCertificate() async throws {
        let fixtures = try Fixtures.get()
        let client = Box<PeerClientReport>()
        let reports = try await EngineConnection.listen(
            try configuration(),
            .echo(closingAfter: 1)
        ) { port in
            let options = PeerClientOptions(certificate: fixtures.untrustedClient)
            client.value = try await Peer.openssl.connect(to: port, options)
        }
        #expect(reports.allSatisfy { $0.negotiated == nil })
        #expect(client.value?.text.contains("unknown ca") == true, "\(client.value?.text ?? "")")
    }
}
