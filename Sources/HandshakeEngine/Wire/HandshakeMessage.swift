/// One whole handshake message, as it goes into the transcript (RFC 5246, 7.4).
package struct HandshakeMessage: Hashable, Sendable {
    /// The type and the length in three bytes that come before a message's body.
    package static let headerByteCount = 4

    package let type: HandshakeType
    /// Header and body.
    package let bytes: [UInt8]

    init(type: HandshakeType, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    /// What the message's own type parses.
    package var body: Span<UInt8> {
        @_lifetime(borrow self)
        get { bytes.span.extracting(droppingFirst: Self.headerByteCount) }
    }
}

/// The body of a handshake message.
package protocol HandshakeBody: Sendable {
    static var type: HandshakeType { get }

    func write(to writer: inout ByteWriter)
}

extension HandshakeBody {
    /// The message with its header. Throws `vectorLength` if a field is longer than TLS can say.
    package func message() throws(WireError) -> HandshakeMessage {
        var writer = ByteWriter(reservingCapacity: 512)
        writer.write(Self.type.rawValue)
        writer.writeVector(lengthByteCount: 3) { write(to: &$0) }
        return HandshakeMessage(type: Self.type, bytes: try writer.finish())
    }
}
