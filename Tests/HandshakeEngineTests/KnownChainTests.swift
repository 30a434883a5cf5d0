// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import Synchronization
import Testing
import X509

/// When a client verifies a server again that shows the chain which it accepted last.
@Suite struct KnownChainTests {
    private static let servers = [
        TLSServerConfiguration.test(),
        .test { $0.cipherSuites = TLSCipherSuite.rsaKeyExchangeSuites },
    ]

    /// A client that has accepted the server's chain.
    private func returning(to server: TLSServerConfiguration) async -> TLSClientConfiguration {
        let client = TLSClientConfiguration.test { $0.cipherSuites = TLSCipherSuite.all }
        let (first, _) = await handshake(client, server)
        #expect(first.negotiated != nil && first.verificationCount == 1)
        return client
    }

    /// Whether the client connects. Its `checks` are the signatures that a verification may check:
    /// with none, it connects only if it does not verify.
    private func connects(
        _ client: TLSClientConfiguration,
        _ server: TLSServerConfiguration,
        checks: Int = 0
    ) async -> Bool {
        var client = client
        client.limits.signatureCheckCount = checks
        let (endpoint, _) = await handshake(client, server)
        #expect(endpoint.verificationCount == 1, "the owner is asked each time")
        let certificates = endpoint.negotiated?.peerCertificates
        #expect(certificates == nil || certificates == server.credential.certificateChain)
        return endpoint.negotiated != nil
    }

    @Test(arguments: servers)
    func notWhileNothingHasChanged(server: TLSServerConfiguration) async {
        #expect(await !connects(.test { $0.cipherSuites = TLSCipherSuite.all }, server))
        var client = await returning(to: server)
        for _ in 0..<2 { #expect(await connects(client, server)) }
        // The same authorities, read anew.
        client.trustRoots = TLSTrustRoots([TestAuthority.shared.certificate])
        #expect(await connects(client, server))
    }

    /// The certificates are parsed once, and another server's again.
    @Test func parsesWhatIsNew() async throws {
        let parsed = Mutex(0)
        let client = TLSClientConfiguration.test {
            $0.observer = { observation in
                if case .step(.certificateParsing, _) = observation { parsed.withLock { $0 += 1 } }
            }
        }
        let other = TLSServerConfiguration(credential: TestAuthority.shared.credential(.server))
        for (server, count) in [(.test(), 1), (.test(), 1), (other, 2), (other, 2), (.test(), 3)] {
            #expect(await connects(client, server, checks: 10))
            #expect(parsed.withLock { $0 } == count)
        }
    }

    @Test func anotherChain() async {
        let client = await returning(to: .test())
        let other = TLSServerConfiguration(credential: TestAuthority.shared.credential(.server))
        #expect(await !connects(client, other))
        let impostor = TLSServerConfiguration(
            credential: TestAuthority.impostor.credential(.server)
        )
        #expect(await !connects(client, impostor, checks: 10))
        #expect(await connects(client, .test()), "what was refused is not remembered")
    }

    @Test func underAnotherName() async {
        var client = await returning(to: .test())
        client.serverName = "elsewhere.test"
        #expect(await !connects(client, .test(), checks: 10))
    }

    @Test func underOtherAuthorities() async {
        var client = await returning(to: .test())
        client.trustRoots = TLSTrustRoots([
            TestAuthority.shared.certificate, TestAuthority.stranger.certificate,
        ])
        #expect(await !connects(client, .test()))
        #expect(await connects(client, .test(), checks: 10))
        for roots in [TestAuthority.impostor.roots, TLSTrustRoots([])] {
            client.trustRoots = roots
            #expect(await !connects(client, .test(), checks: 10))
        }
    }

    /// The caller's policies may change at any time.
    @Test func withPolicies() async {
        var client = await returning(to: .test())
        client.policies = { [RefusesAll()] }
        #expect(await !connects(client, .test(), checks: 10))
    }

    @Test(arguments: [-3601.0, -3599, 0, 3599, 3601])
    func outsideTheChainsTime(seconds: Double) async {
        var subject = TestAuthority.Subject.server
        subject.notBefore -= 1_000
        subject.notAfter += 1_000
        let server = TLSServerConfiguration(credential: TestAuthority.shared.credential(subject))
        var client = await returning(to: server)
        let time = TestAuthority.now.addingTimeInterval(seconds)
        client.now = { time }
        #expect(await connects(client, server) == (abs(seconds) < 3600))
        #expect(await connects(client, server, checks: 10) == (abs(seconds) < 3600))
    }

    /// What the owner has accepted by itself, this library has not verified.
    @Test func whereTheCallerVerifiesItself() async {
        let configuration = TLSClientConfiguration.test { $0.trustRoots = TLSTrustRoots([]) }
        let client = Endpoint(client: configuration)
        let server = Endpoint(server: .test())
        while client.hasBytesToSend || server.hasBytesToSend {
            server.receive(client.connection.takeBytesToSend())
            await server.handleEvents()
            client.receive(server.connection.takeBytesToSend())
            client.handleEventsOfTrust()
        }
        #expect(client.negotiated != nil)
        #expect(await !connects(configuration, .test(), checks: 10))
    }
}

private struct RefusesAll: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []

    func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult { .failsToMeetPolicy(reason: "as it always does") }
}
