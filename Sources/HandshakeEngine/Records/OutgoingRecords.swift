private import HandshakeCore
internal import HandshakeTLS

/// The records that wait to be sent, sealed once there are keys.
struct OutgoingRecords: ~Copyable, Sendable {
    private var bytes: [UInt8] = []
    private var sealer: TLS12.RecordSealer?
    /// Nothing is written any more: without its key, it would go out in the clear.
    private var hasEnded = false

    /// Whether there is a key.
    var isProtected: Bool { sealer != nil }

    var isEmpty: Bool { bytes.isEmpty }

    /// Protects all that is written from now on.
    mutating func protect(with sealer: consuming TLS12.RecordSealer) {
        self.sealer = consume sealer
    }

    /// All records, moved out.
    mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// Writes `content` in as few records as it takes; no content, no record. On an error nothing of
    /// it has been written.
    ///
    /// A key's last record is not for content but for ``end(with:)``: without an alert, the peer
    /// could not tell the end from a truncation (RFC 5246, section 7.2.1).
    mutating func write(
        _ content: Span<UInt8>,
        _ contentType: ContentType
    ) throws(ConnectionError) {
        let maximum = RecordLayout.maximumContentByteCount
        let recordCount = (content.count + maximum - 1) / maximum
        if let remaining = sealer?.remainingRecordCount, remaining <= recordCount {
            throw .recordLimitReached
        }
        bytes.growCapacity(
            toFit: content.count + recordCount * TLS12.recordLayout.overheadByteCount
        )
        var start = 0
        while start < content.count {
            let end = min(start + maximum, content.count)
            try writeRecord(content.extracting(start..<end), contentType)
            start = end
        }
    }

    /// Writes the alert that is the last of this side's records.
    mutating func end(with alert: Alert) throws(ConnectionError) {
        defer { end() }
        try writeRecord(alert.fragment.span, .alert)
    }

    /// Ends this side's records. Those that are there can still be taken; their key is wiped.
    mutating func end() {
        hasEnded = true
        sealer = nil
    }

    private mutating func writeRecord(
        _ fragment: Span<UInt8>,
        _ contentType: ContentType
    ) throws(ConnectionError) {
        guard !hasEnded else { throw .closed }
        guard sealer != nil else {
            writePlaintextRecord(fragment, contentType)
            return
        }
        do throws(RecordError) {
            try bytes.append(byteCount: fragment.count + TLS12.recordLayout.overheadByteCount) {
                (record: inout MutableSpan<UInt8>) throws(RecordError) in
                _ = try sealer?.seal(fragment, contentType: contentType, into: &record)
            }
        } catch {
            // The fragment is of a right length: what is left is the end of the key.
            throw .recordLimitReached
        }
    }

    private mutating func writePlaintextRecord(
        _ fragment: Span<UInt8>,
        _ contentType: ContentType
    ) {
        bytes.append(contentType.rawValue)
        bytes.append(3)
        bytes.append(3)
        bytes.append(UInt8(truncatingIfNeeded: fragment.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: fragment.count))
        bytes.append(fragment)
    }
}
