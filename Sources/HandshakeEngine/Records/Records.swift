// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
internal import HandshakeTLS

// Records in both directions (RFC 5246, section 6.2): where one ends, what is missing of one, and
// what waits to be sent.

// MARK: Receiving

/// A record's header as it comes from the peer, with the limits of RFC 5246, section 6.2.
struct RecordBoundary: Sendable {
    /// What a record may look like now.
    struct Rules: Sendable {
        /// There are keys.
        var isProtected: Bool
        /// Before the hellos, any 3.x is a version: a ClientHello, or an alert in answer to it,
        /// comes with one below that of TLS 1.2 (RFC 5246, appendix E.1).
        var isVersionNegotiated: Bool
    }

    let contentType: ContentType
    /// The length of the record in bytes, its header included.
    let recordByteCount: Int

    /// The header at the start of `bytes`, or `nil` if not all of it is there. Throws for a content
    /// type, version or length that no record can have.
    init?(_ bytes: Span<UInt8>, _ rules: Rules) throws(TLSConnectionError) {
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

/// The beginning of a record whose rest has not arrived.
struct RecordBuffer: Sendable {
    private var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    /// Adds bytes from the start of `source`, up to the end of the record, and returns how many.
    mutating func fill(
        from source: Span<UInt8>,
        _ rules: RecordBoundary.Rules
    ) throws(TLSConnectionError) -> Int {
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

    /// The record, moved out, if all of it is there.
    mutating func takeRecord(
        _ rules: RecordBoundary.Rules
    ) throws(TLSConnectionError) -> [UInt8]? {
        guard try missingByteCount(rules) == 0 else { return nil }
        defer { bytes = [] }
        return bytes
    }

    /// How many bytes are missing from the header, or, once that is complete, from the record.
    private func missingByteCount(
        _ rules: RecordBoundary.Rules
    ) throws(TLSConnectionError) -> Int {
        guard let boundary = try RecordBoundary(bytes.span, rules) else {
            return RecordHeader.byteCount - bytes.count
        }
        return boundary.recordByteCount - bytes.count
    }
}

/// Names what a connection begins with that is not TLS, for error messages.
enum NotTLS {
    /// The first five characters of HTTP's requests and answers.
    private static let beginningsOfHTTP = [
        "GET /", "HEAD ", "POST ", "PUT /", "DELET", "CONNE", "OPTIO", "TRACE", "PATCH", "PRI *",
        "HTTP/",
    ]

    /// `bytes` are the connection's first, at least a record header's, and no record of TLS.
    static func reason(_ bytes: Span<UInt8>) -> String {
        let beginning = [UInt8](bytes.extracting(first: RecordHeader.byteCount))
        if beginningsOfHTTP.contains(String(decoding: beginning, as: UTF8.self)) {
            return "plain HTTP came where TLS was expected"
        }
        if beginning.allSatisfy({ 0x20...0x7E ~= $0 }) {
            return "plain text came where TLS was expected"
        }
        // Two bytes of length with the highest bit set, and CLIENT-HELLO's type (RFC 5246, appendix
        // E.2).
        if beginning[0] & 0x80 != 0, beginning[2] == 1 {
            return "a ClientHello in the form of SSL 2.0 came, which TLS 1.2 does not accept"
        }
        return "no TLS came, but a record of unknown type \(beginning[0])"
    }
}

extension TLS12.RecordOpener {
    /// Opens a protected record to the end of `content`. If it throws, nothing is appended.
    @inline(__always)
    mutating func open(
        _ record: Span<UInt8>,
        appendingTo content: inout [UInt8]
    ) throws(RecordError) {
        let byteCount = record.count - TLS12.recordLayout.overheadByteCount
        guard byteCount >= 0 else { throw RecordError(.recordTooShort) }
        try content.append(byteCount: byteCount) {
            (fragment: inout MutableSpan<UInt8>) throws(RecordError) in
            _ = try open(record, into: &fragment)
        }
    }
}

// MARK: Sending

/// The records that wait to be sent, sealed once there are keys.
struct OutgoingRecords: ~Copyable, Sendable {
    private var bytes: [UInt8] = []
    private var sealer: TLS12.RecordSealer?
    /// The key has been wiped, so that whatever was still written would go out in the clear.
    private var hasEnded = false

    /// Whether there is a key.
    var isProtected: Bool { sealer != nil }

    var isEmpty: Bool { bytes.isEmpty }

    /// Protects everything that is written from now on.
    mutating func protect(with sealer: consuming TLS12.RecordSealer) {
        self.sealer = consume sealer
    }

    /// All records, moved out.
    mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// Writes `content` into as few records as it fits in; without content, no record. On an error,
    /// none of it has been written.
    ///
    /// A key's last record is not for content but for ``end(with:)``: without an alert, the peer
    /// could not tell the end from a truncation (RFC 5246, section 7.2.1).
    mutating func write(
        _ content: Span<UInt8>,
        _ contentType: ContentType
    ) throws(TLSConnectionError) {
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
    mutating func end(with alert: TLSAlert) throws(TLSConnectionError) {
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
    ) throws(TLSConnectionError) {
        guard !hasEnded else { throw .closed }
        do throws(RecordError) {
            if try sealer?.seal(fragment, contentType, appendingTo: &bytes) == nil {
                writePlaintextRecord(fragment, contentType)
            }
        } catch {
            // The fragment's length is one that a record can have, so that the key has run out.
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

extension TLS12.RecordSealer {
    /// Seals `fragment` to the end of `records`. If it throws, nothing is appended.
    @inline(__always)
    fileprivate mutating func seal(
        _ fragment: Span<UInt8>,
        _ contentType: ContentType,
        appendingTo records: inout [UInt8]
    ) throws(RecordError) {
        let byteCount = fragment.count + TLS12.recordLayout.overheadByteCount
        try records.append(byteCount: byteCount) {
            (record: inout MutableSpan<UInt8>) throws(RecordError) in
            _ = try seal(fragment, contentType: contentType, into: &record)
        }
    }
}

// MARK: Buffers

extension [UInt8] {
    /// Appends `byteCount` bytes that `body` writes, all of them, into memory that was not filled
    /// with zeros before. If it throws, nothing is appended.
    ///
    /// The array grows by at least half, so that appending one record after another copies each
    /// byte a bounded number of times.
    @inline(__always)
    mutating func append<Failure: Error>(
        byteCount: Int,
        filledBy body: (inout MutableSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        growCapacity(toFit: byteCount)
        try append(addingCapacity: byteCount) { output throws(Failure) in
            try unsafe output.withUnsafeMutableBufferPointer {
                (buffer, initializedCount) throws(Failure) in
                let place = unsafe UnsafeMutableBufferPointer(
                    rebasing: buffer[initializedCount..<initializedCount + byteCount]
                )
                var bytes = unsafe MutableSpan(_unsafeElements: place)
                try body(&bytes)
                initializedCount += byteCount
            }
        }
    }

    /// Makes room for `byteCount` more bytes.
    @inline(__always)
    mutating func growCapacity(toFit byteCount: Int) {
        let needed = count + byteCount
        if capacity < needed { reserveCapacity(Swift.max(needed, capacity + capacity / 2)) }
    }

    /// Appends a copy of `bytes`.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
