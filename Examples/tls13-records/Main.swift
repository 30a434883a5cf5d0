// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// TLS 1.3's key schedule and records (RFC 8446) on the connection that RFC 8448, section 3 records.
/// Exits with 1 where anything differs.
@main
enum Main {
    private static let schedule = TLS13.KeySchedule.sha256  // of TLS_AES_128_GCM_SHA256
    private static let headerByteCount = 5
    private static let finishedByteCount = 4 + 32
    /// EncryptedExtensions and Certificate come before CertificateVerify, which has the signature of a
    /// key of 1024 bits behind its type, length, algorithm and the signature's length.
    private static let certificateVerifyByteCount = 4 + 2 + 2 + 128

    static func main() throws {
        var checks = Checks()
        do {
            try check(&checks)
        } catch {
            checks.check("no error, not \(error)", false)
        }
        print(checks.failureCount == 0 ? "all as RFC 8448 says" : "\(checks.failureCount) wrong")
        exit(checks.failureCount == 0 ? 0 : 1)
    }

    private static func check(_ checks: inout Checks) throws {
        var transcript = HashState(.sha256)
        transcript.update(Array(Recording.clientHello.dropFirst(headerByteCount)))
        transcript.update(Array(Recording.serverHello.dropFirst(headerByteCount)))

        // The handshake's secrets, from the shared secret and both hellos (RFC 8446, section 7.1)
        let sharedSecret = SecretBytes(copying: Recording.sharedSecret)
        let handshakeSecret = try schedule.handshakeSecret(
            earlySecret: schedule.earlySecret(),
            sharedSecret: sharedSecret
        )
        let hellos = hash(transcript)
        let clientHandshake = try schedule.deriveSecret(
            .clientHandshakeTraffic,
            from: handshakeSecret,
            transcriptHash: hellos
        )
        let serverHandshake = try schedule.deriveSecret(
            .serverHandshakeTraffic,
            from: handshakeSecret,
            transcriptHash: hellos
        )
        checks.check(
            "client_handshake_traffic_secret",
            clientHandshake,
            is: Recording.clientHandshakeTrafficSecret
        )
        checks.check(
            "server_handshake_traffic_secret",
            serverHandshake,
            is: Recording.serverHandshakeTrafficSecret
        )

        // The server's flight, its signature and its Finished (sections 4.4.3 and 4.4.4)
        var fromServer = try Direction(schedule, trafficSecret: serverHandshake)
        let flight = try fromServer.exchange(
            "the server's flight",
            Recording.serverFlight,
            contentType: .handshake,
            &checks
        )
        guard flight.count > certificateVerifyByteCount + finishedByteCount else {
            return checks.check("the flight's length", false)
        }
        let finishedStart = flight.count - finishedByteCount
        let verifyStart = finishedStart - certificateVerifyByteCount
        transcript.update(Array(flight[..<verifyStart]))
        let signature = Array(flight[(finishedStart - 128)..<finishedStart])
        checks.check("CertificateVerify", try isSigned(hash(transcript), signature))
        transcript.update(Array(flight[verifyStart..<finishedStart]))
        try checkFinished(
            "the server's Finished",
            Array(flight[finishedStart...]),
            baseKey: serverHandshake,
            transcript,
            &checks
        )
        transcript.update(Array(flight[finishedStart...]))

        // The application's secrets (section 7.1), then the client's Finished
        let masterSecret = try schedule.masterSecret(handshakeSecret: handshakeSecret)
        let upToServerFinished = hash(transcript)
        let clientApplication = try schedule.deriveSecret(
            .clientApplicationTraffic,
            from: masterSecret,
            transcriptHash: upToServerFinished
        )
        let serverApplication = try schedule.deriveSecret(
            .serverApplicationTraffic,
            from: masterSecret,
            transcriptHash: upToServerFinished
        )
        let exporter = try schedule.deriveSecret(
            .exporterMaster,
            from: masterSecret,
            transcriptHash: upToServerFinished
        )
        checks.check(
            "client_application_traffic_secret_0",
            clientApplication,
            is: Recording.clientApplicationTrafficSecret
        )
        checks.check(
            "server_application_traffic_secret_0",
            serverApplication,
            is: Recording.serverApplicationTrafficSecret
        )
        checks.check("exporter_master_secret", exporter, is: Recording.exporterMasterSecret)

        var fromClient = try Direction(schedule, trafficSecret: clientHandshake)
        let finished = try fromClient.exchange(
            "the client's Finished",
            Recording.clientFinished,
            contentType: .handshake,
            &checks
        )
        try checkFinished(
            "the client's Finished",
            finished,
            baseKey: clientHandshake,
            transcript,
            &checks
        )
        transcript.update(finished)
        let resumption = try schedule.deriveSecret(
            .resumptionMaster,
            from: masterSecret,
            transcriptHash: hash(transcript)
        )
        checks.check("resumption_master_secret", resumption, is: Recording.resumptionMasterSecret)

        try checkApplicationData(clientApplication, serverApplication, &checks)
    }

    private static func checkApplicationData(
        _ clientSecret: borrowing SecretBytes,
        _ serverSecret: borrowing SecretBytes,
        _ checks: inout Checks
    ) throws {
        var fromClient = try Direction(schedule, trafficSecret: clientSecret)
        var fromServer = try Direction(schedule, trafficSecret: serverSecret)
        let data = [UInt8](0..<50)
        let closeNotify: [UInt8] = [1, 0]

        let ticket = try fromServer.exchange(
            "NewSessionTicket",
            Recording.newSessionTicket,
            contentType: .handshake,
            &checks
        )
        checks.check("NewSessionTicket's type", ticket.first == 4)
        let sent = try fromClient.exchange(
            "the client's data",
            Recording.clientData,
            contentType: .applicationData,
            &checks
        )
        checks.check("the client's data", sent == data)
        let answered = try fromServer.exchange(
            "the server's data",
            Recording.serverData,
            contentType: .applicationData,
            &checks
        )
        checks.check("the server's data", answered == data)
        let clientAlert = try fromClient.exchange(
            "the client's alert",
            Recording.clientAlert,
            contentType: .alert,
            &checks
        )
        let serverAlert = try fromServer.exchange(
            "the server's alert",
            Recording.serverAlert,
            contentType: .alert,
            &checks
        )
        checks.check(
            "close_notify of both",
            clientAlert == closeNotify && serverAlert == closeNotify
        )
    }

    /// A message of Finished, behind its type and length, for the messages before it.
    private static func checkFinished(
        _ what: String,
        _ message: [UInt8],
        baseKey: borrowing SecretBytes,
        _ transcript: borrowing HashState,
        _ checks: inout Checks
    ) throws {
        let isValid = try schedule.isValidVerifyData(
            Array(message.dropFirst(4)),
            baseKey: baseKey,
            transcriptHash: hash(transcript)
        )
        checks.check("\(what), its verify_data", message.starts(with: [20, 0, 0, 32]) && isValid)
    }

    /// Whether the certificate's key has signed the handshake up to Certificate (section 4.4.3).
    private static func isSigned(_ transcriptHash: [UInt8], _ signature: [UInt8]) throws -> Bool {
        let key = try RSAPublicKey(
            modulus: Recording.certificateModulus,
            publicExponent: [1, 0, 1]
        )
        let message =
            [UInt8](repeating: 32, count: 64) + "TLS 1.3, server CertificateVerify".utf8 + [0]
            + transcriptHash
        do throws(RSAError) {
            try key.verify(signature, message: message, scheme: .pss(.sha256))
            return true
        } catch {
            return false
        }
    }

    private static func hash(_ transcript: borrowing HashState) -> [UInt8] {
        var copy = transcript.copy()
        return copy.finalize()
    }
}
