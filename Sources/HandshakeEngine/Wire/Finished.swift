/// The end of one side's handshake (RFC 5246, 7.4.9).
package struct Finished: HandshakeBody, Hashable {
    package static let type = HandshakeType.finished

    /// Of every cipher suite that is here.
    package static let verifyDataByteCount = 12

    package var verifyData: [UInt8]

    package init(verifyData: [UInt8]) { self.verifyData = verifyData }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        verifyData = [UInt8](try reader.readBytes(Self.verifyDataByteCount))
        try reader.expectEnd()
    }

    package func write(to writer: inout ByteWriter) { writer.write(verifyData) }
}
