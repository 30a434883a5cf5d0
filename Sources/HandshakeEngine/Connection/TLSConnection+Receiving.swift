// SPDX-License-Identifier: Apache-2.0

private import HandshakeTLS

// What the peer sends, from bytes to records to messages, which the state receives; and the end of
// the connection, where one of these is wrong.
extension TLSConnection {
    /// Takes bytes that came from the peer: any number, split anywhere. All of them are consumed;
    /// those that come after the connection has failed, or after the peer's close_notify, are
    /// dropped. What is wrong with them is the event ``TLSEvent/failed(_:)``.
    public mutating func receive(_ bytes: Span<UInt8>) {
        do throws(TLSConnectionError) {
            try receiveRecords(bytes)
        } catch {
            fail(error)
        }
    }

    /// ``receive(_:)-(Span<UInt8>)`` with an array.
    public mutating func receive(_ bytes: [UInt8]) { receive(bytes.span) }

    /// The transport has ended. Unless the peer has sent close_notify before, the connection fails
    /// with ``TLSConnectionError/truncated``.
    public mutating func peerClosedTransport() {
        guard !progress.hasFailed, !progress.isPeerClosed else { return }
        fail(.truncated)
    }

    /// Receives what arrived before a request was answered: first the messages of the record that
    /// was being received, then the records after it.
    mutating func resumeReceiving() throws(TLSConnectionError) {
        try receiveMessages()
        var bytes: [UInt8] = []
        swap(&bytes, &waitingBytes)
        try receiveRecords(bytes.span)
    }

    // MARK: Records

    private var isReceiving: Bool { !progress.hasFailed && !progress.isPeerClosed }

    /// Opens complete records where they lie; only the parts of one that is split are copied, into
    /// one record's buffer.
    private mutating func receiveRecords(_ bytes: Span<UInt8>) throws(TLSConnectionError) {
        var rest = bytes
        while isReceiving, rest.count > 0 {
            guard context.pendingRequest == nil else {
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
                try receiveRecord(record, boundary.contentType, followingByteCount: rest.count)
                continue
            }
            let taken = try partialRecord.fill(from: rest, rules)
            rest = rest.extracting(droppingFirst: taken)
            if let record = try partialRecord.takeRecord(rules),
                let boundary = try RecordBoundary(record.span, rules)
            {
                try receiveRecord(
                    record.span,
                    boundary.contentType,
                    followingByteCount: rest.count
                )
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
        _ contentType: ContentType,
        followingByteCount: Int
    ) throws(TLSConnectionError) {
        // RFC 5246, section 6.2.1 allows records of other types between the parts of a message; no
        // peer sends them, and RFC 8446, section 5.1 forbids it.
        guard reassembler.isEmpty || contentType == .handshake else {
            throw .unexpected("a record of another type", expected: "the rest of a message")
        }
        if contentType == .applicationData, context.negotiated != nil {
            try receiveApplicationData(record, followingByteCount: followingByteCount)
            return
        }
        var fragment: [UInt8] = []
        if try context.open(record, appendingTo: &fragment) {
            try receiveFragment(fragment.span, contentType)
        } else {
            let plaintext = record.extracting(droppingFirst: RecordHeader.byteCount)
            try receiveFragment(plaintext, contentType)
        }
    }

    /// Opens a record of application data directly to the end of what waits to be taken.
    private mutating func receiveApplicationData(
        _ record: Span<UInt8>,
        followingByteCount: Int
    ) throws(TLSConnectionError) {
        let wasEmpty = applicationData.isEmpty
        let byteCount = applicationData.count
        // With the records that follow in the same bytes: one allocation for all of them.
        applicationData.growCapacity(toFit: record.count + followingByteCount)
        guard try context.open(record, appendingTo: &applicationData) else {
            throw .unexpected("application data", expected: "a protected record")
        }
        guard applicationData.count > byteCount else { return try countIdleRecord() }
        idleRecordCount = 0
        if wasEmpty { context.events.append(.applicationData) }
    }

    private mutating func receiveFragment(
        _ fragment: Span<UInt8>,
        _ contentType: ContentType
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

    /// One record without content is no fault, but many in a row are.
    private mutating func countIdleRecord() throws(TLSConnectionError) {
        idleRecordCount += 1
        guard idleRecordCount <= Self.maximumIdleRecordCount else {
            throw .unexpected("one more record without content", expected: "content")
        }
    }

    private static var maximumIdleRecordCount: Int { 32 }

    // MARK: Messages

    /// Gives the messages that are complete to the state, one by one, until a request has to be
    /// answered first.
    private mutating func receiveMessages() throws(TLSConnectionError) {
        while context.pendingRequest == nil, !progress.hasFailed {
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
            // No message under the old keys may reach past the change of keys.
            if context.negotiated != nil, !reassembler.isEmpty {
                throw .unexpected("another message", expected: "application data")
            }
        }
    }

    /// The peer asks for a new handshake: it is told no, and the connection goes on (RFC 5246,
    /// section 7.2.2). It may ask again, but not for ever: each time costs this side a record,
    /// whether or not the peer reads it.
    private mutating func refuseRenegotiation(
        _ message: HandshakeMessage
    ) throws(TLSConnectionError) {
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
            throw .unexpected(
                "one more \(message.type.name)",
                expected: ConnectedState.expectation
            )
        }
        if !progress.isClosed { try context.send(TLSAlert(.warning, .noRenegotiation)) }
    }

    private static var maximumRenegotiationRequestCount: Int { 32 }

    private func checkHelloRequest(_ message: HandshakeMessage) throws(TLSConnectionError) {
        _ = try decoding("HelloRequest") { () throws(WireError) in
            try HelloRequest(parsing: message.body)
        }
    }

    private mutating func receiveAlert(_ fragment: Span<UInt8>) throws(TLSConnectionError) {
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

    // MARK: The end

    /// Ends the connection: the alert goes out if there is one to send, and secrets are wiped.
    mutating func fail(_ error: TLSConnectionError) {
        guard !progress.hasFailed else { return }
        progress.hasFailed = true
        if let alert = error.alert, !progress.isClosed {
            // If the alert can no longer be sealed, the connection ends without one.
            try? context.end(with: TLSAlert(.fatal, alert))
        }
        context.forgetSession(because: error)
        end()
        context.events.append(.failed(error))
    }

    /// Both directions have ended: no request is pending any more, and secrets are wiped, however
    /// long the owner keeps the connection.
    mutating func end() {
        context.endRequest()
        state = EndedState()
        waitingBytes = []
        context.wipe()
    }
}
