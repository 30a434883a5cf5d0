// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import HandshakeTLS
import SwiftASN1
import Synchronization
import Testing
import X509

/// What a server does when it does not resume a session after all.
@Suite struct ResumptionRefusalTests {
    /// A client whose session's certificates are refused proves its identity anew, with another suite
    /// and a key that works elsewhere.
    @Test(arguments: ResumptionTests.Keeping.allCases)
    func fallsBackToAFullHandshake(keeping: ResumptionTests.Keeping) async throws {
        let policy = RefusesOnce()
        var server = keeping.server {
            $0.clientTrustRoots = TestAuthority.shared.roots
            $0.credential = TestAuthority.shared.externalCredential(.server)
        }
        server.policies = { [policy] }
        var client = TLSClientConfiguration.test {
            $0.credential = TestCredentials.client
            $0.cipherSuites = [.ecdheRSAWithAES256GCMSHA384]
        }
        let (first, _) = await handshake(client, server)
        let session: TLSSession = try #require(first.sessions.first)
        client.session = session
        client.cipherSuites = TLSCipherSuite.defaultSuites
        policy.refusesNext.withLock { $0 = true }
        for isResumed in [false, true] {
            let (again, resumed) = await handshake(client, server)
            for side in [again, resumed] {
                #expect(side.error == nil)
                #expect(side.negotiated?.isResumed == isResumed)
            }
            #expect(
                again.negotiated?.cipherSuite
                    == (isResumed ? .ecdheRSAWithAES256GCMSHA384 : .ecdheRSAWithAES128GCMSHA256)
            )
            #expect(
                resumed.negotiated?.peerCertificates == TestCredentials.client.certificateChain
            )
        }
    }

    /// A session does not outlive the certificate that is verified when it is resumed.
    @Test func capsASessionAtTheEndOfTheClientsCertificate() async throws {
        let certificateEnd = try #require(
            TestCredentials.client.certificateChain.first?.notValidAfter
        )
        let client = TLSClientConfiguration.test { $0.credential = TestCredentials.client }
        let cache = TLSSessionCache(sessionLifetime: .seconds(Int64.max) * 10)
        let cached = TLSServerConfiguration.test {
            $0.clientTrustRoots = TestAuthority.shared.roots
            $0.sessionCache = cache
        }
        let (first, _) = await handshake(client, cached)
        let id = try #require(first.sessions.first?.stored.sessionID)
        let expires = try #require(cache.session(id: id, at: TestAuthority.now)?.expires)
        #expect(expires == certificateEnd)

        var hint: UInt32?
        let ticketed = Endpoint(
            server: .test {
                $0.clientTrustRoots = TestAuthority.shared.roots
                $0.ticketKeys = TLSTicketKeys(ticketLifetime: .seconds(1 << 40))
            }
        )
        await run(Endpoint(client: client), ticketed) { bytes, fromClient in
            for record in Flight(bytes).records where !fromClient && record.fragment.first == 4 {
                let body = Array(record.fragment.dropFirst(4))
                hint = try? NewSessionTicket(parsing: body.span).lifetimeHint
            }
            return [bytes]
        }
        let lifetime = try #require(hint)
        #expect(abs(certificateEnd.timeIntervalSinceNow - TimeInterval(lifetime)) < 60)
    }

    /// Whoever has seen an identifier cannot make the server forget the session: only a client that
    /// has its master secret can.
    @Test func keepsASessionThatAStrangerOffers() async throws {
        let cache = TLSSessionCache()
        let server = TLSServerConfiguration.test { $0.sessionCache = cache }
        let (first, _) = await handshake(.test(), server)
        let client = TLSClientConfiguration.test { $0.session = first.sessions.first }

        let stranger = Endpoint(client: client)
        let victim = Endpoint(server: server)
        victim.receive(stranger.connection.takeBytesToSend())
        victim.receive([20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 40] + [UInt8](repeating: 0, count: 40))
        await victim.handleEvents()
        #expect(victim.sentAlert == .badRecordMAC)
        #expect(cache.count == 1)

        let (resumed, other) = await handshake(client, server)
        #expect(resumed.negotiated?.isResumed == true)
        try resumed.connection.sendForTests([2, 80].span, .alert)
        other.receive(resumed.connection.takeBytesToSend())
        #expect(cache.count == 0)
    }
}

/// A policy that refuses the next chain, if it is told to.
private final class RefusesOnce: VerifierPolicy, Sendable {
    let refusesNext = Mutex(false)
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []

    func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult {
        let refuses = refusesNext.withLock { refuses in
            defer { refuses = false }
            return refuses
        }
        return refuses ? .failsToMeetPolicy(reason: "this time not") : .meetsPolicy
    }
}
