private import Foundation
private import HandshakeCore
private import HandshakeTLS

/// What a ticket holds (RFC 5077, section 4 leaves it to the server): suite, expiry, server name, the
/// client's certificates, master secret.
extension TicketKeys {
    /// A ticket under the newest key, or `nil` if the session is too large for one.
    func seal(_ session: ServerSessionState, random: RandomSource) -> [UInt8]? {
        var writer = ByteWriter(reservingCapacity: 64)
        writer.write(session.cipherSuite.rawValue)
        writer.write(UInt32(wholeSecondsOf: session.expires.timeIntervalSince1970))
        writer.writeVector(lengthByteCount: 2, Array((session.serverName ?? "").utf8))
        writer.writeVector(lengthByteCount: 3) { writer in
            for certificate in session.clientCertificates {
                writer.writeVector(lengthByteCount: 3, certificate)
            }
        }
        guard let content = try? writer.finish(),
            let ticket = newest.seal(content, masterSecret: session.masterSecret, random: random),
            ticket.count <= NewSessionTicket.maximumTicketByteCount
        else { return nil }
        return ticket
    }

    /// The session of a ticket that one of the keys made. Whether it has expired is the caller's to
    /// check.
    func open(_ ticket: [UInt8]) -> ServerSessionState? {
        guard let key = key(named: Array(ticket.prefix(TicketKey.nameByteCount))),
            let content = key.open(ticket)
        else { return nil }
        return content.withBytes { content in
            do throws(WireError) {
                return try Self.parse(content)
            } catch {
                return nil
            }
        }
    }

    private static func parse(_ content: Span<UInt8>) throws(WireError) -> ServerSessionState {
        var reader = ByteReader(content)
        let cipherSuite = CipherSuite(rawValue: try reader.readUInt16())
        let expires = Date(timeIntervalSince1970: TimeInterval(try reader.readUInt32()))
        let serverName = [UInt8](try reader.readVector(lengthByteCount: 2))
        var list = ByteReader(try reader.readVector(lengthByteCount: 3))
        var certificates: [[UInt8]] = []
        while !list.isAtEnd {
            certificates.append([UInt8](try list.readVector(lengthByteCount: 3)))
        }
        let masterSecret = try reader.readBytes(TLS12.PRF.masterSecretByteCount)
        try reader.expectEnd()
        return ServerSessionState(
            cipherSuite: cipherSuite,
            masterSecret: masterSecret,
            // A server_name is never empty (RFC 6066, section 3).
            serverName: serverName.isEmpty ? nil : String(decoding: serverName, as: UTF8.self),
            expires: expires,
            clientCertificates: certificates
        )
    }
}
