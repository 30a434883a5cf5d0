private import HandshakeTLS

extension Connection {
    /// Takes bytes that came from the peer: any number, cut anywhere. All of them are consumed; those
    /// that come after the connection has failed, or after the peer's close_notify, are dropped.
    public mutating func receive(_ bytes: Span<UInt8>) {
        do throws(ConnectionError) {
            try receiveRecords(bytes)
        } catch {
            fail(error)
        }
    }

    /// The transport has ended. Without a close_notify of the peer's before, the connection fails
    /// with ``ConnectionError/truncated``.
    public mutating func peerClosedTransport() {
        guard !progress.hasFailed, !progress.isPeerClosed else { return }
        fail(.truncated)
    }

    /// Ends a connection that has no transport any more: its secrets are wiped, and no one is told.
    package mutating func abandon() {
        progress.isClosed = true
        progress.isPeerClosed = true
        end()
    }

    private var isReceiving: Bool { !progress.hasFailed && !progress.isPeerClosed }

    /// Opens whole records where they lie; only what is cut is copied, into one record's buffer.
    mutating func receiveRecords(_ bytes: Span<UInt8>) throws(ConnectionError) {
        var rest = bytes
        while isReceiving, rest.count > 0 {
            guard context.pending == nil else {
                try keep(rest)
                return
            }
            let rules = context.recordRules
            if partialRecord.isEmpty,
                let boundary = try RecordBoundary(rest, rules),
                boundary.recordByteCount <= rest.count
            {
                let record = rest.extracting(first: boundary.recordByteCount)
                rest = rest.extracting(droppingFirst: boundary.recordByteCount)
                try receiveRecord(record, boundary.contentType, bytesToCome: rest.count)
                continue
            }
            let taken = try partialRecord.fill(from: rest, rules)
            rest = rest.extracting(droppingFirst: taken)
            if let record = try partialRecord.takeRecord(rules),
                let boundary = try RecordBoundary(record.span, rules)
            {
                try receiveRecord(record.span, boundary.contentType, bytesToCome: rest.count)
            }
        }
    }

    private mutating func keep(_ bytes: Span<UInt8>) throws(ConnectionError) {
        guard waitingBytes.count + bytes.count <= context.limits.waitingByteCount else {
            throw .unexpected("more data", expected: "nothing until the handshake goes on")
        }
        waitingBytes.append(bytes)
    }

    private mutating func receiveRecord(
        _ record: Span<UInt8>,
        _ contentType: ContentType,
        bytesToCome: Int
    ) throws(ConnectionError) {
        // RFC 5246, section 6.2.1 lets records of other types come between a message's parts; no peer
        // sends so, and RFC 8446, section 5.1 forbids it.
        guard reassembler.isEmpty || contentType == .handshake else {
            throw .unexpected("a record of another type", expected: "the rest of a message")
        }
        guard context.opener != nil else {
            let fragment = record.extracting(droppingFirst: RecordHeader.byteCount)
            try receiveFragment(fragment, contentType)
            return
        }
        if contentType == .applicationData, context.negotiated != nil {
            try receiveApplicationData(record, bytesToCome: bytesToCome)
            return
        }
        var fragment: [UInt8] = []
        try context.open(record, appendingTo: &fragment)
        try receiveFragment(fragment.span, contentType)
    }

    /// Opens a record of application data straight to the end of what waits to be taken.
    private mutating func receiveApplicationData(
        _ record: Span<UInt8>,
        bytesToCome: Int
    ) throws(ConnectionError) {
        let wasEmpty = applicationData.isEmpty
        let byteCount = applicationData.count
        // The records that follow in the same bytes: one allocation for all of them.
        applicationData.growCapacity(toFit: record.count + bytesToCome)
        try context.open(record, appendingTo: &applicationData)
        guard applicationData.count > byteCount else { return try countIdleRecord() }
        idleRecordCount = 0
        if wasEmpty { context.events.append(.applicationData) }
    }

    private mutating func receiveFragment(
        _ fragment: Span<UInt8>,
        _ contentType: ContentType
    ) throws(ConnectionError) {
        switch contentType {
        case .handshake:
            guard fragment.count > 0 else {
                throw .peerMisbehaved(.unexpectedMessage, reason: "an empty handshake record")
            }
            reassembler.append(fragment)
            try receiveMessages()
        case .changeCipherSpec:
            try ChangeCipherSpec.check(fragment)
            context.observer.message(.received, "ChangeCipherSpec", fragment.count)
            state = try state.receiveChangeCipherSpec(&context)
        case .alert:
            try receiveAlert(fragment)
        case .applicationData:
            throw .unexpected("application data", expected: "the end of the handshake")
        }
    }

    /// A record that brings nothing is no fault, but many in a row are.
    mutating func countIdleRecord() throws(ConnectionError) {
        idleRecordCount += 1
        guard idleRecordCount <= Self.maximumIdleRecordCount else {
            throw .unexpected("one more record without content", expected: "content")
        }
    }

    private static var maximumIdleRecordCount: Int { 32 }
}
