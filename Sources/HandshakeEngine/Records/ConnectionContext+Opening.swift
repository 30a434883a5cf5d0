private import HandshakeTLS

extension ConnectionContext {
    /// Opens a protected record to the end of `content`.
    mutating func open(
        _ record: Span<UInt8>,
        appendingTo content: inout [UInt8]
    ) throws(ConnectionError) {
        let byteCount = record.count - TLS12.recordLayout.overheadByteCount
        guard byteCount >= 0 else { throw ConnectionError(RecordError(.recordTooShort)) }
        do throws(RecordError) {
            try content.append(byteCount: byteCount) {
                (fragment: inout MutableSpan<UInt8>) throws(RecordError) in
                _ = try opener?.open(record, into: &fragment)
            }
        } catch {
            throw ConnectionError(error)
        }
    }
}
