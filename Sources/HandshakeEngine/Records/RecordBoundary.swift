internal import HandshakeTLS12

/// A record's header as it comes from the peer, with the limits of RFC 5246, section 6.2.
package struct RecordBoundary: Sendable {
    let contentType: ContentType
    /// The length of the record in bytes, its header included.
    let recordByteCount: Int

    /// The header at the start of `bytes`, or `nil` if it is not there whole. Throws for a content
    /// type, version or length that no record can have.
    ///
    /// Any 3.x is a version for a plaintext record: a ClientHello comes with one below TLS 1.2's
    /// (RFC 5246, E.1).
    init?(_ bytes: Span<UInt8>, isProtected: Bool) throws(ConnectionError) {
        guard bytes.count >= RecordHeader.byteCount else { return nil }
        guard let contentType = ContentType(rawValue: bytes[0]) else {
            throw .peerMisbehaved(
                .unexpectedMessage,
                reason: "a record of unknown type \(bytes[0])"
            )
        }
        guard bytes[1] == 3, !isProtected || bytes[2] == 3 else {
            throw .peerMisbehaved(
                .protocolVersion,
                reason: "a record of version \(bytes[1]).\(bytes[2])"
            )
        }
        let byteCount = Int(bytes[3]) << 8 | Int(bytes[4])
        let overhead = isProtected ? RecordHeader.overheadByteCount - RecordHeader.byteCount : 0
        guard byteCount <= RecordHeader.maximumFragmentByteCount + overhead else {
            throw .peerMisbehaved(.recordOverflow, reason: "a record of \(byteCount) bytes")
        }
        self.contentType = contentType
        recordByteCount = RecordHeader.byteCount + byteCount
    }
}
