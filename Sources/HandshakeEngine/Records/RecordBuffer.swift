private import HandshakeTLS

/// The beginning of a record whose rest has not arrived.
struct RecordBuffer: Sendable {
    private var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    /// Adds bytes from the start of `source`, up to the end of the record, and answers how many.
    mutating func fill(
        from source: Span<UInt8>,
        _ rules: RecordBoundary.Rules
    ) throws(ConnectionError) -> Int {
        var taken = 0
        while taken < source.count {
            let missing = try missingByteCount(rules)
            guard missing > 0 else { break }
            let rest = source.extracting(droppingFirst: taken)
            let part = rest.extracting(first: min(missing, rest.count))
            bytes.append(part)
            taken += part.count
        }
        return taken
    }

    /// The record, moved out, if it is there whole.
    mutating func takeRecord(_ rules: RecordBoundary.Rules) throws(ConnectionError) -> [UInt8]? {
        guard try missingByteCount(rules) == 0 else { return nil }
        defer { bytes = [] }
        return bytes
    }

    /// How many bytes are missing to the whole header, and with it, to the whole record.
    private func missingByteCount(_ rules: RecordBoundary.Rules) throws(ConnectionError) -> Int {
        guard let boundary = try RecordBoundary(bytes.span, rules) else {
            return RecordHeader.byteCount - bytes.count
        }
        return boundary.recordByteCount - bytes.count
    }
}
