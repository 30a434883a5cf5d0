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
        #expect(vectors.transcripts.count == 12)
        for transcript in vectors.transcripts {
            let endpoint = Endpoint(try connection(transcript, vectors))
            for flight in transcript.flights {
                if flight.direction == "received" {
                    endpoint.receive([UInt8](hexadecimal: flight.bytes))
                    await endpoint.handleEvents()
                } else {
                    let sent = endpoint.connection.takeBytesToSend().hexadecimal
                    #expect(sent == flight.bytes)
                }
            }
            #expect(endpoint.error == nil)
            #expect(endpoint.negotiated?.cipherSuite.rawValue == transcript.cipherSuite)
            #expect(
                endpoint.negotiated?.peerCertificates.isEmpty
                    == (transcript.role == "server" && !transcript.isMutual)
            )
            #expect(!endpoint.hasBytesToSend)
        }
    }

    private func connection(
        _ transcript: TranscriptVectors.Transcript,
        _ vectors: TranscriptVectors
    ) throws -> Connection {
        let time = Date(timeIntervalSince1970: vectors.time)
        let suites = [CipherSuite(rawValue: transcript.cipherSuite)]
        let roots = try TrustRoots(pem: vectors.authority)
        if transcript.role == "client" {
            var configuration = ClientConfiguration(serverName: "localhost", trustRoots: roots)
            configuration.cipherSuites = suites
            configuration.credential =
                transcript.isMutual ? try credential(vectors.client) : nil
            configuration.now = { time }
            return Connection(client: configuration, random: countingRandom())
        }
        var configuration = ServerConfiguration(credential: try credential(vectors.server))
        configuration.cipherSuites = suites
        configuration.clientTrustRoots = transcript.isMutual ? roots : nil
        configuration.now = { time }
        return Connection(server: configuration, random: countingRandom())
    }

    private func credential(_ identity: TranscriptVectors.Identity) throws -> Credential {
        try Credential(pemCertificateChain: identity.certificate, pemPrivateKey: identity.key)
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
