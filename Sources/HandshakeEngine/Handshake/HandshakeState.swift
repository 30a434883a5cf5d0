internal import HandshakeCore

/// What a connection expects next. Each state is a type that takes the messages that may come in it,
/// and answers with the state after; all others are unexpected_message.
protocol ConnectionState: Sendable {
    /// What is expected, for people.
    static var expectation: String { get }

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState

    /// The peer's records are protected from now on.
    func receiveChangeCipherSpec(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState

    /// The signature that this side asked for.
    func receiveSignature(
        _ signature: [UInt8],
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState

    /// The premaster secret that this side asked to be decrypted.
    func receivePremasterSecret(
        _ premasterSecret: borrowing SecretBytes,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState

    /// The peer's certificates have been verified.
    func receiveVerification(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState

    /// The peer's certificates have been refused.
    func receiveRefusal(
        _ refusal: CertificateRefusal,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState
}

extension ConnectionState {
    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        throw .unexpected(message.type.name, expected: Self.expectation)
    }

    func receiveChangeCipherSpec(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        throw .unexpected("ChangeCipherSpec", expected: Self.expectation)
    }

    func receiveSignature(
        _ signature: [UInt8],
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        throw .privateKeyOperationFailed
    }

    func receivePremasterSecret(
        _ premasterSecret: borrowing SecretBytes,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState {
        throw .privateKeyOperationFailed
    }

    func receiveVerification(
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState { self }

    func receiveRefusal(
        _ refusal: CertificateRefusal,
        _ context: inout ConnectionContext
    ) throws(ConnectionError) -> any ConnectionState { throw .certificateRefused(refusal) }

    /// Checks that `message` is the one of this type.
    func expect(_ type: HandshakeType, _ message: HandshakeMessage) throws(ConnectionError) {
        guard message.type == type else {
            throw .unexpected(message.type.name, expected: Self.expectation)
        }
    }
}

/// The handshake is done.
struct Connected: ConnectionState {
    static let expectation = "application data"
}

/// The connection has failed, or was closed: nothing that comes matters.
struct Ended: ConnectionState {
    static let expectation = "nothing"
}
