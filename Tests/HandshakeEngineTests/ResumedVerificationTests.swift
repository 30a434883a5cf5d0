// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import Testing
import X509

/// When a server that resumes a session verifies its client's certificates again.
@Suite struct ResumedVerificationTests {
    private static let client = TLSClientConfiguration.test {
        $0.credential = TestCredentials.client
    }

    private static func server(
        _ keeping: ResumptionTests.Keeping,
        _ roots: TLSTrustRoots = TestAuthority.shared.roots
    ) -> TLSServerConfiguration {
        keeping.server(lifetime: .seconds(1_000_000)) { $0.clientTrustRoots = roots }
    }

    /// The client with the session of a full handshake, in which its certificates were verified.
    private func returning(
        _ client: TLSClientConfiguration,
        to server: TLSServerConfiguration
    ) async throws -> TLSClientConfiguration {
        let (first, verifier) = await handshake(client, server)
        #expect(verifier.verificationCount == 1)
        var client = client
        let session: TLSSession = try #require(first.sessions.first)
        client.session = session
        return client
    }

    private func expectResumed(
        _ client: TLSClientConfiguration,
        by server: TLSServerConfiguration,
        verificationCount: Int,
        _ place: SourceLocation = #_sourceLocation
    ) async {
        let (_, endpoint) = await handshake(client, server)
        #expect(endpoint.negotiated?.isResumed == true, sourceLocation: place)
        #expect(endpoint.verificationCount == verificationCount, sourceLocation: place)
        #expect(
            endpoint.negotiated?.peerCertificates == client.credential?.certificateChain,
            sourceLocation: place
        )
    }

    @Test(arguments: ResumptionTests.Keeping.allCases)
    func notWhileNothingHasChanged(keeping: ResumptionTests.Keeping) async throws {
        let server = Self.server(keeping)
        let client = try await returning(Self.client, to: server)
        for _ in 0..<2 { await expectResumed(client, by: server, verificationCount: 0) }
        // The same authorities, read anew.
        var reloaded = server
        reloaded.clientTrustRoots = TLSTrustRoots([TestAuthority.shared.certificate])
        await expectResumed(client, by: reloaded, verificationCount: 0)
    }

    /// The caller's policies may change at any time, whether or not there were any before.
    @Test(arguments: ResumptionTests.Keeping.allCases)
    func withPolicies(keeping: ResumptionTests.Keeping) async throws {
        let plain = Self.server(keeping)
        var strict = plain
        strict.policies = { [AcceptsAll()] }
        let client = try await returning(Self.client, to: plain)
        await expectResumed(client, by: strict, verificationCount: 1)
        let checked = try await returning(Self.client, to: strict)
        await expectResumed(checked, by: strict, verificationCount: 1)
        await expectResumed(checked, by: plain, verificationCount: 0)
    }

    @Test(arguments: ResumptionTests.Keeping.allCases)
    func underOtherAuthorities(keeping: ResumptionTests.Keeping) async throws {
        let server = Self.server(keeping)
        let client = try await returning(Self.client, to: server)
        var changed = server
        changed.clientTrustRoots = TLSTrustRoots([
            TestAuthority.shared.certificate, TestAuthority.stranger.certificate,
        ])
        await expectResumed(client, by: changed, verificationCount: 1)
        for roots in [TestAuthority.impostor.roots, TLSTrustRoots([])] {
            changed.clientTrustRoots = roots
            let (_, endpoint) = await handshake(client, changed)
            #expect(endpoint.negotiated == nil)
            #expect(endpoint.verificationCount == 2, "of the session's, and of those sent anew")
        }
    }

    /// The clock leaves the time in which the whole chain is valid: here, its authority's ends before
    /// the client's.
    @Test(
        arguments: ResumptionTests.Keeping.allCases,
        [-3601.0, -3599, 0, 3599, 3601]
    )
    func outsideTheChainsTime(keeping: ResumptionTests.Keeping, seconds: Double) async throws {
        var subject = TestAuthority.Subject.client
        subject.notBefore -= 1_000
        subject.notAfter += 1_000
        let credential = TestAuthority.shared.credential(subject)
        let server = Self.server(keeping)
        var client = Self.client
        client.credential = credential
        client = try await returning(client, to: server)
        let time = TestAuthority.now.addingTimeInterval(seconds)
        var later = server
        later.now = { time }
        if abs(seconds) < 3600 {
            await expectResumed(client, by: later, verificationCount: 0)
        } else {
            let endpoint = Endpoint(server: later)
            await run(Endpoint(client: client), endpoint)
            #expect(endpoint.negotiated == nil)
            #expect(endpoint.verificationCount > 0)
        }
    }

    /// Whoever answers a request without this library's verification is asked each time.
    @Test(arguments: ResumptionTests.Keeping.allCases)
    func whereTheCallerVerifiesItself(keeping: ResumptionTests.Keeping) async throws {
        let server = Self.server(keeping)
        var configuration = Self.client
        for isResumed in [false, true] {
            let client = Endpoint(client: configuration)
            let trusting = Endpoint(server: server)
            while client.hasBytesToSend || trusting.hasBytesToSend {
                trusting.receive(client.connection.takeBytesToSend())
                trusting.handleEventsOfTrust()
                client.receive(trusting.connection.takeBytesToSend())
                await client.handleEvents()
            }
            #expect(trusting.negotiated?.isResumed == isResumed)
            if !isResumed {
                let session: TLSSession = try #require(client.sessions.first)
                configuration.session = session
            }
        }
        await expectResumed(configuration, by: server, verificationCount: 1)
    }

    /// A negotiation is equal to another one whether or not its certificates were looked at.
    @Test func parsesCertificatesWhenTheyAreAskedFor() async throws {
        let server = Self.server(.tickets)
        let client = try await returning(Self.client, to: server)
        let first = try #require(await handshake(client, server).server.negotiated)
        let second = try #require(await handshake(client, server).server.negotiated)
        #expect(first.peerCertificates == TestCredentials.client.certificateChain)
        #expect(first == second)
        #expect(Set([first, second]).count == 1)
    }
}

private struct AcceptsAll: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []

    func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult { .meetsPolicy }
}
