// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HandshakeCore
internal import HandshakeEngine
internal import TestSupport
internal import TestVectors

/// The server's whole answer to the client's last flight, in TLS 1.2's RSA key exchange: the premaster
/// secret, the keys, the record that does not open, the alert. RFC 5246, section 7.4.7.1: whatever is
/// wrong with the ciphertext, it looks the same.
extension Operation {
    static var server: [Operation] {
        [
            Operation(
                name: "server's answer to a ClientKeyExchange, wrong Finished",
                kernel: RSAKernel.best.name,
                sortCount: EncodedMessage.PKCS1Fault.allCases.count
            ) { secret in
                let handshake = try ServerHandshake(secret: secret)
                return { handshake.finish() }
            }
        ]
    }
}

/// A server that has had a ClientHello of the vectors, and what the client sends next.
private final class ServerHandshake {
    private var connection: TLSConnection
    private let flight: [UInt8]

    private static let suite = TLSCipherSuite.rsaWithAES128GCMSHA256
    private static let recordHeaderByteCount = 5
    /// The message's header, and the ciphertext's length.
    private static let ciphertextStart = recordHeaderByteCount + 4 + 2

    private static let vectors = try! TranscriptVectors.load()

    /// The vectors' key, and the same with its primes in the other order.
    private static let keys = Numbered { number in
        let key = SecretKey(try RSAPrivateKey(pemRepresentation: vectors.server.key))
        return try number == 0 ? key : key.swapped()
    }

    init(secret: Int) throws {
        let vectors = Self.vectors
        let transcript = vectors.transcripts.first {
            $0.role == "server" && $0.cipherSuite == Self.suite.rawValue && !$0.isMutual
        }!
        let received = transcript.flights.filter { $0.direction == "received" }
            .map { [UInt8](hexadecimal: $0.bytes) }

        let chain = try TLSCredential(
            pemCertificateChain: vectors.server.certificate,
            pemPrivateKey: vectors.server.key
        ).certificateChain
        let key = try Self.keys.value(secret % 2).privateKey()
        var configuration = TLSServerConfiguration(
            credential: try TLSCredential(certificateChain: chain, privateKey: key)
        )
        configuration.cipherSuites = [Self.suite]
        configuration.now = { [time = vectors.time] in Date(timeIntervalSince1970: time) }
        connection = TLSConnection(
            server: configuration,
            random: RandomSource { bytes in for index in bytes.indices { bytes[index] = 7 } }
        )
        connection.receive(received[0])
        while connection.nextEvent() != nil {}
        _ = connection.takeBytesToSend()

        var generator = SeededGenerator(secret: secret)
        let ciphertext = try key.publicKey.rawOperation(
            EncodedMessage.pkcs1(
                .of(secret, among: EncodedMessage.PKCS1Fault.allCases),
                message: [3, 3] + generator.bytes(46),
                byteCount: key.modulusByteCount,
                &generator
            )
        )
        var flight = received[1]
        let start = Self.ciphertextStart
        flight.replaceSubrange(start..<(start + ciphertext.count), with: ciphertext)
        // The vectors' Finished belongs to another premaster secret, and does not open.
        self.flight = flight
    }

    func finish() {
        connection.receive(flight)
        while connection.nextEvent() != nil {}
        _ = connection.takeBytesToSend()
    }
}
