// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import Testing
import X509

@Suite struct ResumptionTests {
    /// A server that keeps sessions, in tickets or in its cache.
    enum Keeping: CaseIterable, Sendable {
        case tickets, cache

        func server(
            lifetime: Duration = .seconds(2 * 60 * 60),
            _ change: (inout TLSServerConfiguration) -> Void = { _ in }
        ) -> TLSServerConfiguration {
            .test {
                $0.cipherSuites = TLSCipherSuite.all
                switch self {
                case .tickets: $0.ticketKeys = TLSTicketKeys(ticketLifetime: lifetime)
                case .cache: $0.sessionCache = TLSSessionCache(sessionLifetime: lifetime)
                }
                change(&$0)
            }
        }
    }

    /// The session of a full handshake.
    private func session(
        _ client: TLSClientConfiguration,
        _ server: TLSServerConfiguration
    ) async throws -> TLSSession {
        let (client, _) = await handshake(client, server)
        #expect(client.negotiated?.isResumed == false)
        return try #require(client.sessions.first)
    }

    @Test(arguments: Keeping.allCases, TLSCipherSuite.all)
    func resumes(keeping: Keeping, suite: TLSCipherSuite) async throws {
        for isMutual in [false, true] {
            let server = keeping.server {
                if isMutual { $0.clientTrustRoots = TestAuthority.shared.roots }
            }
            var configuration = TLSClientConfiguration.test {
                $0.cipherSuites = [suite]
                $0.credential = isMutual ? TestCredentials.client : nil
            }
            configuration.session = try await session(configuration, server)
            for _ in 0..<2 {
                let (client, resumed) = await handshake(configuration, server)
                for side in [client.negotiated, resumed.negotiated] {
                    #expect(side?.isResumed == true)
                    #expect(side?.cipherSuite == suite)
                    #expect(side?.hasExtendedMasterSecret == true)
                }
                #expect(
                    client.negotiated?.peerCertificates == TestCredentials.server.certificateChain
                )
                #expect(
                    resumed.negotiated?.peerCertificates
                        == (isMutual ? TestCredentials.client.certificateChain : [])
                )
                // A session does not live longer by being resumed.
                #expect(client.sessions.isEmpty)
                try client.send([1])
                try resumed.send([2])
                await run(client, resumed)
                #expect(resumed.received == [1])
                #expect(client.received == [2])
            }
        }
    }

    /// Where a certificate may be missing, a session goes on with what it was made with, and a
    /// server that needs one resumes none without.
    @Test(arguments: Keeping.allCases, [false, true])
    func resumesWhereACertificateIsOptional(keeping: Keeping, hasOne: Bool) async throws {
        let server = keeping.server {
            $0.clientTrustRoots = TestAuthority.shared.roots
            $0.allowsUnauthenticatedClients = true
        }
        var configuration = TLSClientConfiguration.test {
            $0.cipherSuites = [.ecdheRSAWithAES128GCMSHA256]
            $0.credential = hasOne ? TestCredentials.client : nil
        }
        configuration.session = try await session(configuration, server)
        let sent = hasOne ? TestCredentials.client.certificateChain : []
        let (client, resumed) = await handshake(configuration, server)
        #expect(client.negotiated?.isResumed == true)
        #expect(resumed.negotiated?.isResumed == true)
        #expect(resumed.negotiated?.peerCertificates == sent)

        var strict = server
        strict.allowsUnauthenticatedClients = false
        let (_, strictly) = await handshake(configuration, strict)
        #expect(strictly.negotiated?.isResumed == (hasOne ? true : nil))

        // What is not trusted any more is asked for again.
        var changed = server
        changed.clientTrustRoots = TestAuthority.impostor.roots
        let (_, distrustful) = await handshake(configuration, changed)
        #expect(distrustful.negotiated?.isResumed == (hasOne ? nil : true))
    }

    /// What makes a server fall back to a full handshake.
    @Test(arguments: Keeping.allCases)
    func doesNotResumeWhatItMayNot(keeping: Keeping) async throws {
        let server = keeping.server { $0.clientTrustRoots = TestAuthority.shared.roots }
        var configuration = TLSClientConfiguration.test {
            $0.cipherSuites = [.ecdheRSAWithAES128GCMSHA256]
            $0.credential = TestCredentials.client
        }
        configuration.session = try await session(configuration, server)
        var changed = server
        changed.cipherSuites = [.ecdheRSAWithAES256GCMSHA384]
        var wider = configuration
        wider.cipherSuites = TLSCipherSuite.all
        let (another, _) = await handshake(wider, changed)
        #expect(another.negotiated?.isResumed == false)

        changed = server
        changed.clientTrustRoots = nil
        let (oneWay, _) = await handshake(configuration, changed)
        #expect(oneWay.negotiated?.isResumed == false)

        changed = server
        changed.ticketKeys = changed.ticketKeys.map { _ in TLSTicketKeys() }
        changed.sessionCache = changed.sessionCache.map { _ in TLSSessionCache() }
        let (stranger, _) = await handshake(configuration, changed)
        #expect(stranger.negotiated?.isResumed == false)
    }

    /// Nothing but the server's clock goes on: a session ends with its lifetime, also when it was
    /// resumed meanwhile.
    @Test(arguments: Keeping.allCases)
    func doesNotResumeWhatHasExpired(keeping: Keeping) async throws {
        let start = TestAuthority.now
        let server = keeping.server(lifetime: .seconds(60)) { $0.now = { start } }
        var configuration = TLSClientConfiguration.test { $0.now = { start } }
        configuration.session = try await session(configuration, server)
        for (seconds, isResumed) in [(0, true), (59, true), (61, false)] as [(Double, Bool)] {
            var later = server
            later.now = { start + seconds }
            let (client, endpoint) = await handshake(configuration, later)
            #expect(client.negotiated?.isResumed == isResumed, "after \(seconds) s")
            #expect(endpoint.negotiated?.isResumed == isResumed, "after \(seconds) s")
        }
    }

    /// A client does not offer a session after the time that the server gave it, two hours where it
    /// gave none, or seven days.
    @Test(
        arguments: [
            (.tickets, .seconds(60), 60), (.tickets, .milliseconds(1), 2 * 60 * 60),
            (.tickets, .seconds(30 * 24 * 60 * 60), 7 * 24 * 60 * 60),
            (.cache, .seconds(60), 2 * 60 * 60),
        ] as [(Keeping, Duration, Double)]
    )
    func doesNotOfferWhatHasExpired(
        keeping: Keeping,
        lifetime: Duration,
        seconds: Double
    ) async throws {
        let start = TestAuthority.now
        var subject = TestAuthority.Subject.server
        subject.notAfter = start + 365 * 24 * 60 * 60
        let credential = TestAuthority.shared.credential(subject)
        let server = keeping.server(lifetime: lifetime) { $0.credential = credential }
        var configuration = TLSClientConfiguration.test { $0.now = { start } }
        configuration.session = try await session(configuration, server)
        for (seconds, isOffered) in [(seconds - 1, true), (seconds + 1, false)] {
            configuration.now = { start + seconds }
            #expect(offersSession(configuration) == isOffered, "after \(seconds) s")
        }
    }

    /// Nor one whose server's certificate has expired.
    @Test(arguments: Keeping.allCases)
    func doesNotOfferASessionOfAnExpiredServer(keeping: Keeping) async throws {
        let start = TestAuthority.now
        var subject = TestAuthority.Subject.server
        subject.notAfter = start + 60
        let credential = TestAuthority.shared.credential(subject)
        var configuration = TLSClientConfiguration.test { $0.now = { start } }
        configuration.session = try await session(
            configuration,
            keeping.server { $0.credential = credential }
        )
        for (seconds, isOffered) in [(58, true), (61, false)] as [(Double, Bool)] {
            configuration.now = { start + seconds }
            #expect(offersSession(configuration) == isOffered, "after \(seconds) s")
        }
    }

    /// Whether the client's hello has a ticket or a session's identifier.
    private func offersSession(_ configuration: TLSClientConfiguration) -> Bool {
        var isOffered = false
        _ = rewritingClientHello(Endpoint(client: configuration).connection.takeBytesToSend()) {
            isOffered = $0.extensions.sessionTicket?.isEmpty == false || !$0.sessionID.isEmpty
        }
        return isOffered
    }

    /// The client's certificate is verified in a resumed handshake, too.
    @Test(arguments: Keeping.allCases)
    func refusesAClientThatIsNoLongerTrusted(keeping: Keeping) async throws {
        let server = keeping.server { $0.clientTrustRoots = TestAuthority.shared.roots }
        var configuration = TLSClientConfiguration.test { $0.credential = TestCredentials.client }
        configuration.session = try await session(configuration, server)
        var changed = server
        changed.clientTrustRoots = TestAuthority.impostor.roots
        let (client, _) = await handshake(configuration, changed)
        #expect(client.negotiated == nil)
        #expect(client.receivedAlert == .unknownCA)
    }

    /// A session is for the server name that it was made with.
    @Test(arguments: Keeping.allCases)
    func bindsTheServerName(keeping: Keeping) async throws {
        let server = keeping.server()
        var configuration = TLSClientConfiguration.test()
        configuration.session = try await session(configuration, server)
        // The client itself does not offer it,
        configuration.serverName = "other.test"
        let (client, _) = await handshake(configuration, server)
        #expect(client.negotiated?.isResumed == false)

        // and the server does not take it from one that does.
        configuration.serverName = "server.test"
        let forger = Endpoint(client: configuration)
        let victim = Endpoint(server: server)
        victim.receive(
            rewritingClientHello(forger.connection.takeBytesToSend()) {
                $0.extensions.serverName = "other.test"
            }
        )
        let answer = Flight(victim.connection.takeBytesToSend())
        #expect(answer.records.count > 2)
    }

    /// Nor is a session of one identity resumed by a client that has another, or none.
    @Test(arguments: Keeping.allCases)
    func bindsTheClientsCredential(keeping: Keeping) async throws {
        let server = keeping.server { $0.clientTrustRoots = TestAuthority.shared.roots }
        var configuration = TLSClientConfiguration.test { $0.credential = TestCredentials.client }
        configuration.session = try await session(configuration, server)
        let (same, _) = await handshake(configuration, server)
        #expect(same.negotiated?.isResumed == true)

        let another = TestAuthority.shared.credential(.client)
        configuration.credential = another
        let (client, endpoint) = await handshake(configuration, server)
        #expect(client.negotiated?.isResumed == false)
        #expect(endpoint.negotiated?.peerCertificates == another.certificateChain)

        configuration.credential = nil
        let (anonymous, _) = await handshake(configuration, server)
        #expect(anonymous.negotiated == nil)
    }

    /// RFC 7627, section 5.3.
    @Test(arguments: Keeping.allCases)
    func refusesToResumeWithoutExtendedMasterSecret(keeping: Keeping) async throws {
        let server = keeping.server()
        var configuration = TLSClientConfiguration.test()
        configuration.session = try await session(configuration, server)
        let client = Endpoint(client: configuration)
        let victim = Endpoint(server: server)
        victim.receive(
            rewritingClientHello(client.connection.takeBytesToSend()) {
                $0.extensions.extendedMasterSecret = false
            }
        )
        await victim.handleEvents()
        #expect(victim.sentAlert == .handshakeFailure)
    }

    @Test func opensTicketsOfTheKeyBeforeAndOfSharedKeys() async throws {
        let keys = TLSTicketKeys()
        let server = TLSServerConfiguration.test { $0.ticketKeys = keys }
        var configuration = TLSClientConfiguration.test()
        configuration.session = try await session(configuration, server)
        keys.rotate()
        let (second, _) = await handshake(configuration, server)
        #expect(second.negotiated?.isResumed == true)
        keys.rotate()
        let (third, _) = await handshake(configuration, server)
        #expect(third.negotiated?.isResumed == false)

        let secret = [UInt8](repeating: 4, count: TLSTicketKeys.sharedKeyByteCount)
        let one = TLSServerConfiguration.test {
            $0.ticketKeys = TLSTicketKeys(sharedKey: secret.span)
        }
        let other = TLSServerConfiguration.test {
            $0.ticketKeys = TLSTicketKeys(sharedKey: SecretBytes(copying: secret))
        }
        configuration.session = try await session(configuration, one)
        let (fourth, _) = await handshake(configuration, other)
        #expect(fourth.negotiated?.isResumed == true)
        let tooShort = TLSTicketKeys(sharedKey: [1, 2, 3].span) == nil
        let isRefused = !keys.rotate(toSharedKey: [1, 2, 3].span)
        #expect(tooShort && isRefused)
        let short = SecretBytes(copying: [1, 2, 3])
        let isShortRefused = TLSTicketKeys(sharedKey: short) == nil
        #expect(isShortRefused && !keys.rotate(toSharedKey: short))
    }

    @Test func takesAChangedTicketForNone() async throws {
        let server = Keeping.tickets.server()
        var configuration = TLSClientConfiguration.test()
        configuration.session = try await session(configuration, server)
        for place in [0, 15, 16, 28, 60] {
            let client = Endpoint(client: configuration)
            let endpoint = Endpoint(server: server)
            endpoint.receive(
                rewritingClientHello(client.connection.takeBytesToSend()) {
                    $0.extensions.sessionTicket?[place] ^= 1
                }
            )
            await endpoint.handleEvents()
            #expect(endpoint.error == nil)
            let answer = Flight(endpoint.connection.takeBytesToSend())
            #expect(answer.records.count > 2)
        }
    }

    /// A session that does not fit into a ticket gets an empty one (RFC 5077, section 3.3), and the
    /// client is left with nothing that it could not offer.
    @Test func givesNoTicketThatAClientHelloHasNoRoomFor() async throws {
        let names = (0..<400).map { GeneralName.dnsName("client\($0).test.example") }
        var large = TestAuthority.Subject.client
        large.names = names
        let chain = (0..<3).map { _ in TestAuthority.shared.issue(large) }
        let credential = try TLSCredential(
            certificateChain: chain,
            privateKey: TestAuthority.privateKey(large.key)
        )
        let server = Keeping.tickets.server { $0.clientTrustRoots = TestAuthority.shared.roots }
        let (client, endpoint) = await handshake(.test { $0.credential = credential }, server)
        #expect(client.negotiated != nil && endpoint.negotiated != nil)
        #expect(client.sessions.isEmpty)

        let longest = [UInt8](repeating: 1, count: NewSessionTicket.maximumTicketByteCount)
        #expect(NewSessionTicket(lifetimeHint: 0, ticket: longest).isUsable)
        #expect(!NewSessionTicket(lifetimeHint: 0, ticket: longest + [1]).isUsable)
        #expect(!NewSessionTicket(lifetimeHint: 0, ticket: []).isUsable)
    }

    @Test(arguments: [Duration.seconds(Int64.max), .seconds(1 << 60), .zero, .seconds(Int64.min)])
    func takesAnyLifetimeForNoTrap(lifetime: Duration) async throws {
        for keeping in Keeping.allCases {
            let server = keeping.server {
                $0.ticketKeys = $0.ticketKeys.map { _ in TLSTicketKeys(ticketLifetime: lifetime) }
                $0.sessionCache = $0.sessionCache.map { _ in
                    TLSSessionCache(sessionLifetime: lifetime)
                }
            }
            var configuration = TLSClientConfiguration.test()
            configuration.session = try await session(configuration, server)
            let (client, _) = await handshake(configuration, server)
            #expect(client.negotiated?.isResumed == (lifetime > .zero))
        }
    }

    @Test func keepsNoMoreSessionsThanTheCacheHolds() async throws {
        let cache = TLSSessionCache(capacity: 3)
        let server = TLSServerConfiguration.test { $0.sessionCache = cache }
        var sessions: [TLSSession] = []
        for _ in 0..<5 { sessions.append(try await session(.test(), server)) }
        #expect(cache.count == 3)
        // The newest first: a full handshake drives out one more.
        for (index, session) in sessions.enumerated().reversed() {
            let (client, _) = await handshake(.test { $0.session = session }, server)
            #expect(client.negotiated?.isResumed == (index >= 2))
        }
    }

    /// The oldest go when another comes, any other when it is asked for.
    @Test func keepsNoSessionThatHasExpired() async throws {
        let cache = TLSSessionCache(capacity: 10, sessionLifetime: .seconds(60))
        var server = TLSServerConfiguration.test { $0.sessionCache = cache }
        for _ in 0..<4 { _ = try await session(.test(), server) }
        #expect(cache.count == 4)
        server.now = { Date() + 61 }
        let second = try await session(.test(), server)
        #expect(cache.count == 1)
        for _ in 0..<2 { _ = try await session(.test(), server) }
        #expect(cache.count == 3)
        server.now = { Date() + 200 }
        let late = Endpoint(server: server)
        late.receive(
            Endpoint(client: .test { $0.session = second }).connection.takeBytesToSend()
        )
        #expect(cache.count == 2)
    }

    @Test func aCacheHoldsAtLeastOneSession() {
        #expect(TLSSessionCache(capacity: -1).capacity == 1)
    }

    @Test func forgetsASessionThatEndsWithAFatalAlert() async throws {
        let cache = TLSSessionCache()
        let server = TLSServerConfiguration.test { $0.sessionCache = cache }
        let (client, endpoint) = await handshake(.test(), server)
        #expect(cache.count == 1)
        try client.send([1])
        var bytes = client.connection.takeBytesToSend()
        bytes[20] ^= 1
        endpoint.receive(bytes)
        await endpoint.handleEvents()
        #expect(endpoint.sentAlert == .badRecordMAC)
        #expect(cache.count == 0)
    }
}

/// A client's first flight with another ClientHello.
func rewritingClientHello(
    _ bytes: [UInt8],
    _ change: (inout ClientHello) -> Void
) -> [UInt8] {
    let body = Array(Flight(bytes).records[0].fragment.dropFirst(4))
    var hello = try! ClientHello(parsing: body.span)
    change(&hello)
    let message = try! hello.message()
    return Flight.Record(type: Flight.Record.handshake, fragment: message.bytes).bytes
}
