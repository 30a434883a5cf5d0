private import Synchronization

/// The sessions that a server resumes by their identifier (RFC 5246, section 7.4.1.2), shared by all
/// its connections. When it is full, the oldest session goes.
public final class SessionCache: Sendable {
    /// How many sessions are kept.
    public let capacity: Int
    /// How long a session is kept.
    public let sessionLifetime: Duration
    private let sessions = Mutex(Sessions())

    /// A capacity below 1 is taken for 1.
    public init(capacity: Int = 10_000, sessionLifetime: Duration = .seconds(2 * 60 * 60)) {
        self.capacity = max(1, capacity)
        self.sessionLifetime = sessionLifetime
    }

    /// How many sessions are in the cache.
    public var count: Int { sessions.withLock { $0.byID.count } }

    package func store(_ session: ServerSessionState, id: [UInt8]) {
        sessions.withLock { $0.store(session, id: id, capacity: capacity) }
    }

    package func session(id: [UInt8]) -> ServerSessionState? {
        sessions.withLock { $0.byID[id] }
    }

    package func remove(id: [UInt8]) {
        sessions.withLock { $0.remove(id) }
    }
}

/// A dictionary and a ring of its keys in the order in which they came.
private struct Sessions: Sendable {
    private(set) var byID: [[UInt8]: ServerSessionState] = [:]
    private var ring: [[UInt8]] = []
    private var oldest = 0

    mutating func store(_ session: ServerSessionState, id: [UInt8], capacity: Int) {
        if ring.count < capacity {
            ring.append(id)
        } else {
            byID[ring[oldest]] = nil
            ring[oldest] = id
            oldest = (oldest + 1) % capacity
        }
        byID[id] = session
    }

    mutating func remove(_ id: [UInt8]) { byID[id] = nil }
}
