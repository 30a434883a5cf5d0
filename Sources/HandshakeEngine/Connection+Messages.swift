private import HandshakeTLS

extension Connection {
    /// Gives the messages that are there to the state, one by one, until one must be waited for.
    mutating func receiveMessages() throws(ConnectionError) {
        while context.pending == nil, !progress.hasFailed {
            let next = try decoding("a handshake message") { () throws(WireError) in
                try reassembler.next()
            }
            guard let message = next else { return }
            context.observer.message(.received, message.type.name, message.bytes.count)
            try receive(message)
        }
    }

    private mutating func receive(_ message: HandshakeMessage) throws(ConnectionError) {
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
    private mutating func refuseRenegotiation(_ message: HandshakeMessage) throws(ConnectionError) {
        switch (context.role, message.type) {
        case (.client, .helloRequest):
            try checkHelloRequest(message)
        case (.server, .clientHello):
            break
        default:
            throw .unexpected(message.type.name, expected: Connected.expectation)
        }
        renegotiationRequestCount += 1
        guard renegotiationRequestCount <= Self.maximumRenegotiationRequestCount else {
            throw .unexpected("one more \(message.type.name)", expected: Connected.expectation)
        }
        if !progress.isClosed { try context.send(Alert(.warning, .noRenegotiation)) }
    }

    private static var maximumRenegotiationRequestCount: Int { 32 }

    private func checkHelloRequest(_ message: HandshakeMessage) throws(ConnectionError) {
        _ = try decoding("HelloRequest") { () throws(WireError) in
            try HelloRequest(parsing: message.body)
        }
    }

    mutating func receiveAlert(_ fragment: Span<UInt8>) throws(ConnectionError) {
        let alert = try decoding("alert") { () throws(WireError) in
            try Alert(parsing: fragment)
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
    mutating func fail(_ error: ConnectionError) {
        guard !progress.hasFailed else { return }
        progress.hasFailed = true
        if let alert = error.alert, !progress.isClosed {
            // What cannot be sealed any more stays unsaid.
            try? context.end(with: Alert(.fatal, alert))
        }
        context.forgetSession(because: error)
        end()
        context.events.append(.failed(error))
    }

    /// Both directions have ended: nothing is waited for, and secrets are wiped, however long the
    /// owner keeps the connection.
    mutating func end() {
        context.endRequest()
        state = Ended()
        waitingBytes = []
        context.wipe()
    }
}
