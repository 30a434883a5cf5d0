/// The server asks for a new handshake (RFC 5246, 7.4.1.1).
package struct HelloRequest: HandshakeBody, Hashable {
    package static let type = HandshakeType.helloRequest

    package init() {}

    package init(parsing body: Span<UInt8>) throws(WireError) {
        try ByteReader(body).expectEnd()
    }

    package func write(to writer: inout ByteWriter) {}
}

/// The end of the server's first messages (RFC 5246, 7.4.5).
package struct ServerHelloDone: HandshakeBody, Hashable {
    package static let type = HandshakeType.serverHelloDone

    package init() {}

    package init(parsing body: Span<UInt8>) throws(WireError) {
        try ByteReader(body).expectEnd()
    }

    package func write(to writer: inout ByteWriter) {}
}
