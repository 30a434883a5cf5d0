internal import HandshakeTLS

/// How what the peer got wrong becomes an error with its alert.
extension ConnectionError {
    /// The alert to send, if one is due.
    package var alert: AlertDescription? {
        switch self {
        case .peerMisbehaved(let alert, _): alert
        case .certificateRefused(let refusal): refusal.alert
        case .privateKeyOperationFailed, .recordLimitReached, .invalidConfiguration: .internalError
        case .alertReceived, .clientCertificateNotSent, .truncated, .handshakeNotCompleted, .closed,
            .exporterUnavailable,
            .invalidExporterInput:
            nil
        }
    }

    init(_ error: WireError, in message: String) {
        self = .peerMisbehaved(error.alert, reason: "\(message): \(error)")
    }

    /// A record that did not open.
    init(_ error: RecordError) {
        switch error.code {
        case .recordLimitReached, .sequenceNumbersExhausted:
            self = .recordLimitReached
        case .contentTooLong:
            self = .peerMisbehaved(.recordOverflow, reason: "a record is too long")
        default:
            self = .peerMisbehaved(.badRecordMAC, reason: "a record does not open")
        }
    }

    /// No peer can bring it about: the lengths and keys are this library's own.
    static let keysNotDerived = ConnectionError.invalidConfiguration(
        reason: "the session's keys cannot be derived"
    )

    static func unexpected(_ what: String, expected: String) -> ConnectionError {
        .peerMisbehaved(.unexpectedMessage, reason: "\(what) came where \(expected) was expected")
    }

    static func illegalParameter(_ reason: String) -> ConnectionError {
        .peerMisbehaved(.illegalParameter, reason: reason)
    }

    static func handshakeFailure(_ reason: String) -> ConnectionError {
        .peerMisbehaved(.handshakeFailure, reason: reason)
    }
}

/// Runs a parser of the wire; its error names the message.
func decoding<Value>(
    _ message: String,
    _ parse: () throws(WireError) -> Value
) throws(ConnectionError) -> Value {
    do throws(WireError) {
        return try parse()
    } catch {
        throw ConnectionError(error, in: message)
    }
}
