// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import Synchronization
import TestSupport
import TestVectors
import Testing

/// Both roles with fixed random bytes: each message is the one that OpenSSL accepted.
@Suite struct KnownAnswerTests {
    @Test func repeatsHandshakesThatOpenSSLAccepted() async throws {
        let vectors = try TranscriptVectors.load()
        #expect(vectors.transcripts.count == 18)
        #expect(vectors.transcripts.count { $0.resumption != nil } == 6)
        for transcript in vectors.transcripts {
            var side = try side(transcript, vectors)
            let full = await follow(transcript.flights, side)
            expectDone(full, transcript, isResumed: false)
            guard let resumption = transcript.resumption else { continue }
            if case .client(var configuration) = side {
                configuration.session = full.sessions.first
                side = .client(configuration)
            }
            expectDone(await follow(resumption, side), transcript, isResumed: true)
        }
    }

    /// A connection that receives what the other side sent; what it sends itself is compared.
    private func follow(_ flights: [TranscriptVectors.Flight], _ side: Side) async -> Endpoint {
        let endpoint = Endpoint(side.connection(countingRandom()))
        for flight in flights {
            if flight.direction == "received" {
                endpoint.receive([UInt8](hexadecimal: flight.bytes))
                await endpoint.handleEvents()
            } else {
                let sent = endpoint.connection.takeBytesToSend().hexadecimal
                #expect(sent == flight.bytes)
            }
        }
        return endpoint
    }

    private func expectDone(
        _ endpoint: Endpoint,
        _ transcript: TranscriptVectors.Transcript,
        isResumed: Bool
    ) {
        #expect(endpoint.error == nil)
        #expect(endpoint.negotiated?.cipherSuite.rawValue == transcript.cipherSuite)
        #expect(endpoint.negotiated?.isResumed == isResumed)
        #expect(
            endpoint.negotiated?.peerCertificates.isEmpty
                == (transcript.role == "server" && !transcript.isMutual)
        )
        #expect(!endpoint.hasBytesToSend)
    }

    /// This library's side of a transcript, for each of its connections.
    private enum Side {
        case client(TLSClientConfiguration)
        case server(TLSServerConfiguration)

        func connection(_ random: RandomSource) -> TLSConnection {
            switch self {
            case .client(let configuration): TLSConnection(client: configuration, random: random)
            case .server(let configuration): TLSConnection(server: configuration, random: random)
            }
        }
    }

    private func side(
        _ transcript: TranscriptVectors.Transcript,
        _ vectors: TranscriptVectors
    ) throws -> Side {
        let time = Date(timeIntervalSince1970: vectors.time)
        let suites = [TLSCipherSuite(rawValue: transcript.cipherSuite)]
        let roots = try TLSTrustRoots(pem: vectors.authority)
        if transcript.role == "client" {
            var configuration = TLSClientConfiguration(serverName: "localhost", trustRoots: roots)
            configuration.cipherSuites = suites
            configuration.credential =
                transcript.isMutual ? try credential(vectors.client) : nil
            configuration.now = { time }
            return .client(configuration)
        }
        var configuration = TLSServerConfiguration(credential: try credential(vectors.server))
        configuration.cipherSuites = suites
        configuration.clientTrustRoots = transcript.isMutual ? roots : nil
        configuration.now = { time }
        switch transcript.session {
        case "ticket":
            let key = [UInt8](hexadecimal: vectors.ticketKey)
            configuration.ticketKeys = TLSTicketKeys(sharedKey: key.span)
        case "sessionID":
            configuration.sessionCache = TLSSessionCache()
        default: break
        }
        return .server(configuration)
    }

    private func credential(_ identity: TranscriptVectors.Identity) throws -> TLSCredential {
        try TLSCredential(pemCertificateChain: identity.certificate, pemPrivateKey: identity.key)
    }

    /// 00, 01, 02 and so on.
    private func countingRandom() -> RandomSource {
        let counter = Counter()
        return RandomSource { bytes in
            for index in bytes.indices { bytes[index] = counter.next() }
        }
    }
}

private final class Counter: Sendable {
    private let value = Mutex<UInt8>(0)

    func next() -> UInt8 {
        value.withLock { value in
            defer { value &+= 1 }
            return value
        }
    }
}
