// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import HandshakeCore
private import Synchronization

/// The sessions that a server resumes by their identifier (RFC 5246, section 7.4.1.2), shared by
/// all its connections. When the cache is full, the oldest session is removed; one that has expired
/// is removed when it is asked for, or when it is the oldest and another is added.
public final class TLSSessionCache: Sendable {
    /// How many sessions are kept at most.
    public let capacity: Int
    /// How long a session is kept.
    public let sessionLifetime: Duration
    private let sessions = Mutex(Sessions())

    /// An empty cache. A capacity below 1 counts as 1.
    public init(capacity: Int = 10_000, sessionLifetime: Duration = .seconds(2 * 60 * 60)) {
        self.capacity = max(1, capacity)
        self.sessionLifetime = sessionLifetime
    }

    /// How many sessions are in the cache.
    public var count: Int { sessions.withLock { $0.byID.count } }

    package func store(_ session: StoredServerSession, id: [UInt8], at time: Date) {
        sessions.withLock { $0.store(session, id: id, at: time, capacity: capacity) }
    }

    package func session(id: [UInt8], at time: Date) -> StoredServerSession? {
        sessions.withLock { $0.session(id, at: time) }
    }

    package func remove(id: [UInt8]) {
        sessions.withLock { $0.remove(id) }
    }
}

/// A dictionary and its keys in the order in which they came.
private struct Sessions: Sendable {
    private(set) var byID: [[UInt8]: StoredServerSession] = [:]
    /// From `oldest` on.
    private var ids: [[UInt8]] = []
    private var oldest = 0

    mutating func store(
        _ session: StoredServerSession,
        id: [UInt8],
        at time: Date,
        capacity: Int
    ) {
        // No master secret is kept longer than it is of use.
        while oldest < ids.count,
            ids.count - oldest >= capacity || self.session(ids[oldest], at: time) == nil
        {
            remove(ids[oldest])
            oldest += 1
        }
        // Only when half of them are gone, so that each removal moves no more than one of the rest.
        if oldest > ids.count / 2 {
            ids.removeSubrange(..<oldest)
            oldest = 0
        }
        ids.append(id)
        byID[id] = session
    }

    /// The session, unless it has expired; then it is removed.
    mutating func session(_ id: [UInt8], at time: Date) -> StoredServerSession? {
        guard let session = byID[id] else { return nil }
        guard session.expires > time else {
            remove(id)
            return nil
        }
        return session
    }

    mutating func remove(_ id: [UInt8]) { byID[id] = nil }
}

/// What a server keeps of a session, in its cache or in a ticket. A class, so that its copies share
/// one master secret.
///
/// The master secret is always an extended one: no other session is resumed (RFC 7627, section
/// 5.3).
package final class StoredServerSession: Sendable {
    package let cipherSuite: TLSCipherSuite
    package let masterSecret: SecretBytes
    /// The server name that the client asked for: the session is for no other.
    package let serverName: String?
    package let expires: Date
    /// The client's certificates as DER, leaf first.
    package let clientCertificates: [[UInt8]]
    /// Nil if their verification was not this library's.
    package let chainValidity: ChainValidity?

    init(
        cipherSuite: TLSCipherSuite,
        masterSecret: Span<UInt8>,
        serverName: String?,
        expires: Date,
        clientCertificates: [[UInt8]],
        chainValidity: ChainValidity?
    ) {
        self.cipherSuite = cipherSuite
        self.masterSecret = SecretBytes(copying: masterSecret)
        self.serverName = serverName
        self.expires = expires
        self.clientCertificates = clientCertificates
        self.chainValidity = chainValidity
    }
}
