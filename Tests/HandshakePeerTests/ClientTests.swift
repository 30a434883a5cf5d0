// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

/// The engine's client against servers that were not written here.
@Suite(.serialized) struct ClientTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let peer: Peer
        let isMutual: Bool

        static let all = Peer.allCases.flatMap { peer in
            [Case(peer: peer, isMutual: false), Case(peer: peer, isMutual: true)]
        }

        var testDescription: String { "\(peer), \(isMutual ? "mutual" : "one-way")" }

        func configuration(_ suite: TLSCipherSuite? = nil) throws -> TLSClientConfiguration {
            let fixtures = try Fixtures.get()
            var configuration = TLSClientConfiguration(
                serverName: Fixtures.host,
                trustRoots: try fixtures.trustRoots
            )
            if isMutual { configuration.credential = try fixtures.credential(fixtures.client) }
            if let suite { configuration.cipherSuites = [suite] }
            return configuration
        }

        func send(
            _ byteCount: Int,
            to server: PeerServer,
            _ configuration: TLSClientConfiguration
        ) async throws -> ConnectionReport {
            let bytes = linesOfText(byteCount)
            let report = try await EngineConnection.connect(
                to: server.port,
                configuration,
                .send(bytes, answerByteCount: byteCount)
            )
            let isAnswered = report.received == peer.answer(to: bytes)
            #expect(isAnswered, "\(byteCount) bytes, \(report.received.count) came back")
            // Not every peer answers a close_notify before it closes.
            #expect(report.error == nil || report.error == .truncated)
            return report
        }
    }

    @Test(arguments: Case.all)
    func sendsAndReceivesWithEachSuite(_ test: Case) async throws {
        let server = try await PeerServer.start(test.peer, asksForCertificate: test.isMutual)
        let fixtures = try Fixtures.get()
        let leaf = try fixtures.credential(fixtures.server).certificateChain.first
        for suite in TLSCipherSuite.all {
            let configuration = try test.configuration(suite)
            for byteCount in [1, 33_000] {
                let report = try await test.send(byteCount, to: server, configuration)
                let negotiated = try #require(report.negotiated)
                #expect(negotiated.version == .tls12)
                #expect(negotiated.cipherSuite == suite)
                let isECDHE = TLSCipherSuite.defaultSuites.contains(suite)
                #expect((negotiated.group != nil) == isECDHE)
                #expect(negotiated.peerCertificates.first == leaf)
                #expect(!negotiated.isResumed)
                // Go 1.19 has no extended master secret.
                #expect(negotiated.hasExtendedMasterSecret == (test.peer != .go))
            }
        }
    }

    @Test(arguments: Case.all)
    func sendsAndReceivesMuch(_ test: Case) async throws {
        let server = try await PeerServer.start(test.peer, asksForCertificate: test.isMutual)
        let byteCount = 10_000_000
        _ = try await test.send(byteCount, to: server, try test.configuration())
    }

    /// The suites besides the first one, with two peers that are fast.
    @Test(arguments: [Peer.openssl, .go], TLSCipherSuite.all.dropFirst())
    func sendsAndReceivesMuchWithEachSuite(_ peer: Peer, _ suite: TLSCipherSuite) async throws {
        let test = Case(peer: peer, isMutual: false)
        let server = try await PeerServer.start(peer)
        let byteCount = 10_000_000
        let report = try await test.send(byteCount, to: server, try test.configuration(suite))
        #expect(report.negotiated?.cipherSuite == suite)
    }

    @Test(arguments: Case.all)
    func resumes(_ test: Case) async throws {
        let server = try await PeerServer.start(test.peer, asksForCertificate: test.isMutual)
        var configuration = try test.configuration()
        let first = try await test.send(5, to: server, configuration)
        #expect(first.negotiated?.isResumed == false)
        guard test.peer != .go else {
            // Without an extended master secret, which Go 1.19 does not have, nothing is resumed
            // (RFC 7627, 5.3).
            #expect(first.sessions.isEmpty)
            return
        }
        let session = try #require(first.sessions.last)
        configuration.session = session
        let second = try await test.send(5, to: server, configuration)
        #expect(second.negotiated?.isResumed == true)
        #expect(second.negotiated?.peerCertificates == first.negotiated?.peerCertificates)
    }

    @Test(arguments: Peer.allCases)
    func agreesOnAnApplicationProtocol(_ peer: Peer) async throws {
        let test = Case(peer: peer, isMutual: false)
        let server = try await PeerServer.start(peer, applicationProtocol: "http/1.1")
        var configuration = try test.configuration()
        configuration.applicationProtocols = ["h2", "http/1.1"]
        let report = try await test.send(5, to: server, configuration)
        #expect(report.negotiated?.applicationProtocol == "http/1.1")
    }
}
