private import Synchronization

/// The keys that a server protects session tickets with (RFC 5077, section 4), shared by all its
/// connections.
///
/// New tickets are made with the newest key; tickets of the one before are still accepted. The keys
/// are random; servers that share tickets share one value made with
/// ``init(sharedKey:ticketLifetime:)``.
public final class TicketKeys: Sendable {
    /// The length of a key that is given from outside, in bytes.
    public static var sharedKeyByteCount: Int { 32 }

    /// How long a ticket is accepted.
    public let ticketLifetime: Duration
    private let keys: Mutex<[TicketKey]>

    /// One random key. Call ``rotate()`` at least once in every lifetime.
    public init(ticketLifetime: Duration = .seconds(2 * 60 * 60)) {
        self.ticketLifetime = ticketLifetime
        keys = Mutex([TicketKey()])
    }

    /// A key that several servers share: ``sharedKeyByteCount`` secret random bytes, else `nil`.
    public init?(sharedKey: Span<UInt8>, ticketLifetime: Duration = .seconds(2 * 60 * 60)) {
        guard sharedKey.count == Self.sharedKeyByteCount else { return nil }
        self.ticketLifetime = ticketLifetime
        keys = Mutex([TicketKey(secret: sharedKey)])
    }

    /// Makes a new random key the one for new tickets. The one before opens its tickets until the
    /// next rotation.
    public func rotate() { rotate(to: TicketKey()) }

    /// Makes a shared key the one for new tickets, as ``rotate()`` does. False if it has not
    /// ``sharedKeyByteCount`` bytes.
    public func rotate(toSharedKey sharedKey: Span<UInt8>) -> Bool {
        guard sharedKey.count == Self.sharedKeyByteCount else { return false }
        rotate(to: TicketKey(secret: sharedKey))
        return true
    }

    private func rotate(to key: TicketKey) {
        keys.withLock { $0 = [key] + $0.prefix(1) }
    }

    package var newest: TicketKey { keys.withLock { $0[0] } }

    package func key(named name: [UInt8]) -> TicketKey? {
        keys.withLock { $0.first { $0.name == name } }
    }
}
