// SPDX-License-Identifier: Apache-2.0

private import Foundation
public import HandshakeCore
private import HandshakeTLS
private import Synchronization

/// The keys that a server protects session tickets with (RFC 5077, section 4), shared by all its
/// connections.
///
/// New tickets are made with the newest key; tickets of the key before it are still accepted. The
/// keys are random, except on servers that accept each other's tickets: these are all given the
/// same key, with ``init(sharedKey:ticketLifetime:)``.
public final class TLSTicketKeys: Sendable {
    /// The length of a shared key in bytes: 32.
    public static var sharedKeyByteCount: Int { 32 }

    /// How long a ticket is accepted.
    public let ticketLifetime: Duration
    private let keys: Mutex<[TicketKey]>

    /// One random key. Call ``rotate()`` at least once in every lifetime.
    public convenience init(ticketLifetime: Duration = .seconds(2 * 60 * 60)) {
        self.init(key: TicketKey(), ticketLifetime)
    }

    /// A key that several servers share: ``sharedKeyByteCount`` secret random bytes. `nil` if it
    /// has another length. It stays the caller's to wipe.
    public convenience init?(
        sharedKey: Span<UInt8>,
        ticketLifetime: Duration = .seconds(2 * 60 * 60)
    ) {
        guard sharedKey.count == Self.sharedKeyByteCount else { return nil }
        self.init(key: TicketKey(secret: sharedKey), ticketLifetime)
    }

    /// The same key for all servers that accept each other's tickets, as in the other initializer.
    public convenience init?(
        sharedKey: borrowing SecretBytes,
        ticketLifetime: Duration = .seconds(2 * 60 * 60)
    ) {
        guard sharedKey.byteCount == Self.sharedKeyByteCount else { return nil }
        self.init(key: sharedKey.withBytes { TicketKey(secret: $0) }, ticketLifetime)
    }

    private init(key: TicketKey, _ ticketLifetime: Duration) {
        self.ticketLifetime = ticketLifetime
        keys = Mutex([key])
    }

    /// Protects new tickets with a new random key. The key before it opens its tickets until the
    /// next rotation.
    public func rotate() { rotate(to: TicketKey()) }

    /// Protects new tickets with a shared key, and otherwise does what ``rotate()`` does. False,
    /// and no change, if it does not have ``sharedKeyByteCount`` bytes.
    public func rotate(toSharedKey sharedKey: Span<UInt8>) -> Bool {
        guard sharedKey.count == Self.sharedKeyByteCount else { return false }
        rotate(to: TicketKey(secret: sharedKey))
        return true
    }

    /// Protects new tickets with a shared key, as the other form does.
    public func rotate(toSharedKey sharedKey: borrowing SecretBytes) -> Bool {
        sharedKey.withBytes { rotate(toSharedKey: $0) }
    }

    private func rotate(to key: TicketKey) {
        keys.withLock { $0 = [key] + $0.prefix(1) }
    }

    package var newest: TicketKey { keys.withLock { $0[0] } }

    package func key(named name: [UInt8]) -> TicketKey? {
        keys.withLock { $0.first { $0.name == name } }
    }
}

/// What a ticket holds (RFC 5077, section 4 leaves it to the server): suite, expiry, server name,
/// the client's certificates and when they are valid under which authorities, master secret.
extension TLSTicketKeys {
    /// A ticket under the newest key, or `nil` if the session is too large for one.
    func seal(_ session: StoredServerSession, random: RandomSource) -> [UInt8]? {
        var writer = ByteWriter(reservingCapacity: 64)
        writer.write(session.cipherSuite.rawValue)
        writer.write(UInt32(wholeSecondsOf: session.expires.timeIntervalSince1970))
        writer.writeVector(lengthByteCount: 2, Array((session.serverName ?? "").utf8))
        writer.writeVector(lengthByteCount: 3) { writer in
            for certificate in session.clientCertificates {
                writer.writeVector(lengthByteCount: 3, certificate)
            }
        }
        writer.writeVector(lengthByteCount: 1) { writer in
            guard let validity = session.chainValidity else { return }
            // Rounded to a shorter time, if at all.
            writer.write(UInt32(wholeSecondsOf: validity.from.timeIntervalSince1970.rounded(.up)))
            writer.write(UInt32(wholeSecondsOf: validity.until.timeIntervalSince1970))
            writer.write(validity.rootsDigest)
        }
        guard let content = try? writer.finish(),
            let ticket = newest.seal(content, masterSecret: session.masterSecret, random: random),
            ticket.count <= NewSessionTicket.maximumTicketByteCount
        else { return nil }
        return ticket
    }

    /// The session of a ticket that was made with one of the keys. It is up to the caller to check
    /// whether it has expired.
    func open(_ ticket: [UInt8]) -> StoredServerSession? {
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

    private static func parse(_ content: Span<UInt8>) throws(WireError) -> StoredServerSession {
        var reader = ByteReader(content)
        let cipherSuite = TLSCipherSuite(rawValue: try reader.readUInt16())
        let expires = Date(timeIntervalSince1970: TimeInterval(try reader.readUInt32()))
        let serverName = [UInt8](try reader.readVector(lengthByteCount: 2))
        var list = ByteReader(try reader.readVector(lengthByteCount: 3))
        var certificates: [[UInt8]] = []
        while !list.isAtEnd {
            certificates.append([UInt8](try list.readVector(lengthByteCount: 3)))
        }
        let validity = try chainValidity(reader.readVector(lengthByteCount: 1))
        let masterSecret = try reader.readBytes(TLS12.PRF.masterSecretByteCount)
        try reader.expectEnd()
        return StoredServerSession(
            cipherSuite: cipherSuite,
            masterSecret: masterSecret,
            // A server_name is never empty (RFC 6066, section 3).
            serverName: serverName.isEmpty ? nil : String(decoding: serverName, as: UTF8.self),
            expires: expires,
            clientCertificates: certificates,
            chainValidity: validity
        )
    }

    private static func chainValidity(_ bytes: Span<UInt8>) throws(WireError) -> ChainValidity? {
        guard !bytes.isEmpty else { return nil }
        var reader = ByteReader(bytes)
        let from = try reader.readUInt32()
        let until = try reader.readUInt32()
        let digest = try reader.readBytes(HashAlgorithm.sha256.digestByteCount)
        try reader.expectEnd()
        return ChainValidity(
            rootsDigest: [UInt8](digest),
            from: Date(timeIntervalSince1970: TimeInterval(from)),
            until: Date(timeIntervalSince1970: TimeInterval(until))
        )
    }
}
