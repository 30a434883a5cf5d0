/// Cuts the fragments of handshake records into messages: a record may carry several, a message may
/// span several (RFC 5246, 6.2.1).
package struct HandshakeReassembler: Sendable {
    private var buffer: [UInt8] = []
    private var position = 0
    private let limits: ConnectionLimits

    /// - Parameter limits: What a message of each type may have; a header that announces more is
    ///   refused before the body arrives.
    package init(limits: ConnectionLimits) { self.limits = limits }

    /// Whether no part of a message waits for its rest. The keys may change only then.
    package var isEmpty: Bool { position == buffer.count }

    /// Adds what a record carried, once ``next()`` has found no more in those before.
    package mutating func append(_ fragment: Span<UInt8>) {
        // Messages that were taken go, so that a peer whose records never end where a message does
        // cannot make the buffer grow. What moves is the end of the record before: no more than it
        // brought.
        if position > 0 {
            buffer.removeSubrange(..<position)
            position = 0
        }
        buffer.append(fragment)
    }

    /// The bytes that are held, for tests.
    package var heldByteCount: Int { buffer.count }

    /// The next message, or nil until more of it arrives.
    ///
    /// Throws `unknownHandshakeType`, and `messageTooLong`.
    package mutating func next() throws(WireError) -> HandshakeMessage? {
        guard let message = try firstMessage(in: buffer.span.extracting(droppingFirst: position))
        else { return nil }
        position += message.bytes.count
        return message
    }

    private func firstMessage(in waiting: Span<UInt8>) throws(WireError) -> HandshakeMessage? {
        guard waiting.count > 0 else { return nil }
        guard let type = HandshakeType(rawValue: waiting[0]) else {
            throw .unknownHandshakeType(waiting[0])
        }
        guard waiting.count >= HandshakeMessage.headerByteCount else { return nil }
        let bodyByteCount = Int(waiting[1]) << 16 | Int(waiting[2]) << 8 | Int(waiting[3])
        let maximum = limits.bodyByteCount(of: type)
        guard bodyByteCount <= maximum else {
            throw .messageTooLong(type, byteCount: bodyByteCount, maximum: maximum)
        }
        let byteCount = HandshakeMessage.headerByteCount + bodyByteCount
        guard waiting.count >= byteCount else { return nil }
        return HandshakeMessage(type: type, bytes: [UInt8](waiting.extracting(first: byteCount)))
    }
}
