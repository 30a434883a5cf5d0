internal import HandshakeTLS

/// A record's header as it comes from the peer, with the limits of RFC 5246, section 6.2.
struct RecordBoundary: Sendable {
    /// What a record may look like now.
    struct Rules: Sendable {
        /// There are keys.
        var isProtected: Bool
        /// Before the hellos, any 3.x is a version: a ClientHello, or an alert in answer to it, comes
        /// with one below TLS 1.2's (RFC 5246, E.1).
        var isVersionNegotiated: Bool
    }

    let contentType: ContentType
    /// The length of the record in bytes, its header included.
    let recordByteCount: Int

    /// The header at the start of `bytes`, or `nil` if it is not there whole. Throws for a content
    /// type, version or length that no record can have.
    init?(_ bytes: Span<UInt8>, _ rules: Rules) throws(ConnectionError) {
        guard bytes.count >= RecordHeader.byteCount else { return nil }
        guard let contentType = ContentType(rawValue: bytes[0]) else {
            let isFirst = !rules.isVersionNegotiated
            throw .peerMisbehaved(
                .unexpectedMessage,
                reason: isFirst ? NotTLS.reason(bytes) : "a record of unknown type \(bytes[0])"
            )
        }
        guard bytes[1] == 3, !rules.isVersionNegotiated || bytes[2] == 3 else {
            throw .peerMisbehaved(
                .protocolVersion,
                reason: "a record of version \(bytes[1]).\(bytes[2])"
            )
        }
        let byteCount = Int(bytes[3]) << 8 | Int(bytes[4])
        let overhead =
            rules.isProtected
            ? TLS12.recordLayout.overheadByteCount - RecordHeader.byteCount : 0
        guard byteCount <= RecordLayout.maximumContentByteCount + overhead else {
            throw .peerMisbehaved(.recordOverflow, reason: "a record of \(byteCount) bytes")
        }
        self.contentType = contentType
        recordByteCount = RecordHeader.byteCount + byteCount
    }
}
