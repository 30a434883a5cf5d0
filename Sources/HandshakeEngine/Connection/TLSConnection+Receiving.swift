private import HandshakeTLS

extension TLSConnection {
    /// Takes bytes that came from the peer: any number, cut anywhere. All of them are consumed; those
    /// that come after the connection has failed, or after the peer's close_notify, are dropped.
    public mutating func receive(_ bytes: Span<UInt8>) {
        do throws(TLSConnectionError) {
            try receiveRecords(bytes)
        } catch {
            fail(error)
        }
    }

    /// The transport has ended. Without a close_notify of the peer's before, the connection fails
    /// with ``TLSConnectionError/truncated``.
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
    mutating func receiveRecords(_ bytes: Span<UInt8>) throws(TLSConnectionError) {
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

    private mutating func keep(_ bytes: Span<UInt8>) throws(TLSConnectionError) {
        guard waitingBytes.count + bytes.count <= context.limits.waitingByteCount else {
            throw .unexpected("more data", expected: "nothing until the handshake goes on")
        }
        waitingBytes.append(bytes)
    }

    private mutating func receiveRecord(
        _ record: Span<UInt8>,
        _ contentType: TLS12.ContentType,
        bytesToCome: Int
    ) throws(TLSConnectionError) {
        // RFC 5246, section 6.2.1 lets records of other types come between a message's parts; no peer
        // sends so, and RFC 8446, section 5.1 forbids it.
        guard reassembler.isEmpty || contentType == .handshake else {
            throw .unexpected("a record of another type", expected: "the rest of a message")
        }
        guard context.opener != nil else {
            let fragment = record.extracting(droppingFirst: TLS12.RecordHeader.byteCount)
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
    ) throws(TLSConnectionError) {
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
        _ contentType: TLS12.ContentType
    ) throws(TLSConnectionError) {
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
    mutating func countIdleRecord() throws(TLSConnectionError) {
        idleRecordCount += 1
        guard idleRecordCount <= Self.maximumIdleRecordCount else {
            throw .unexpected("one more record without content", expected: "content")
        }
    }

    private static var maximumIdleRecordCount: Int { 32 }
}

extension TLSConnection {
    /// Gives the messages that are there to the state, one by one, until one must be waited for.
    mutating func receiveMessages() throws(TLSConnectionError) {
        while context.pending == nil, !progress.hasFailed {
            let next = try decoding("a handshake message") { () throws(WireError) in
                try reassembler.next()
            }
            guard let message = next else { return }
            context.observer.message(.received, message.type.name, message.bytes.count)
            try receive(message)
        }
    }

    private mutating func receive(_ message: HandshakeMessage) throws(TLSConnectionError) {
        if context.negotiated != nil {
            try refuseRenegotiation(message)
        } else if message.type == .helloRequest, context.role == .client {
            // It is not part of the transcript, and ignored during a handshake (RFC 5246, section
            // 7.4.1.1).
            try checkHelloRequest(message)
            try countIdleRecord()
        } else {
            state = try state.receive(message, &context)
            // Messages under old keys may not reach beyond the change of keys.
            if context.negotiated != nil, !reassembler.isEmpty {
                throw .unexpected("another message", expected: "application data")
            }
        }
    }

    /// The peer wants a new handshake: it is told no, and the connection goes on (RFC 5246, section
    /// 7.2.2). It may ask again, but not for ever: each time costs this side a record, whether or not
    /// the peer reads it.
    private mutating func refuseRenegotiation(_ message: HandshakeMessage)
        throws(TLSConnectionError)
    {
        switch (context.role, message.type) {
        case (.client, .helloRequest):
            try checkHelloRequest(message)
        case (.server, .clientHello):
            break
        default:
            throw .unexpected(message.type.name, expected: ConnectedState.expectation)
        }
        renegotiationRequestCount += 1
        guard renegotiationRequestCount <= Self.maximumRenegotiationRequestCount else {
            throw .unexpected("one more \(message.type.name)", expected: ConnectedState.expectation)
        }
        if !progress.isClosed { try context.send(TLSAlert(.warning, .noRenegotiation)) }
    }

    private static var maximumRenegotiationRequestCount: Int { 32 }

    private func checkHelloRequest(_ message: HandshakeMessage) throws(TLSConnectionError) {
        _ = try decoding("HelloRequest") { () throws(WireError) in
            try HelloRequest(parsing: message.body)
        }
    }

    mutating func receiveAlert(_ fragment: Span<UInt8>) throws(TLSConnectionError) {
        let alert = try decoding("alert") { () throws(WireError) in
            try TLSAlert(parsing: fragment)
        }
        context.observer.message(.received, "alert \(alert.description)", fragment.count)
        if alert.description == .closeNotify, context.negotiated != nil {
            progress.isPeerClosed = true
            context.events.append(.peerClosed)
            if progress.isClosed { end() }
            return
        }
        guard alert.level == .warning, alert.description != .closeNotify else {
            if let reason = context.whyNoCertificateWasSent, context.negotiated == nil {
                throw .clientCertificateNotSent(alert.description, reason: reason)
            }
            throw .alertReceived(alert.description)
        }
        try countIdleRecord()
    }

    /// Ends the connection: the alert goes out if one is due, and secrets are wiped.
    mutating func fail(_ error: TLSConnectionError) {
        guard !progress.hasFailed else { return }
        progress.hasFailed = true
        if let alert = error.alert, !progress.isClosed {
            // What cannot be sealed any more stays unsaid.
            try? context.end(with: TLSAlert(.fatal, alert))
        }
        context.forgetSession(because: error)
        end()
        context.events.append(.failed(error))
    }

    /// Both directions have ended: nothing is waited for, and secrets are wiped, however long the
    /// owner keeps the connection.
    mutating func end() {
        context.endRequest()
        state = EndedState()
        waitingBytes = []
        context.wipe()
    }
}
