// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// What a connection expects next. Each state is a type in ``ClientState`` or ``ServerState`` that
/// receives what may come in it and returns the state that follows; whatever else comes is
/// unexpected_message.
protocol HandshakeState: Sendable {
    /// What is expected, as error messages name it.
    static var expectation: String { get }

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState

    /// The peer's records are protected from now on.
    func receiveChangeCipherSpec(
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState

    /// The signature that this side requested from an external key.
    func receiveSignature(
        _ signature: [UInt8],
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState

    /// The premaster secret that this side asked an external key to decrypt.
    func receivePremasterSecret(
        _ premasterSecret: borrowing SecretBytes,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState

    /// The peer's certificates have been verified.
    func receiveVerification(
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState

    /// The peer's certificates have been refused.
    func receiveRefusal(
        _ refusal: TLSCertificateRefusal,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState
}

extension HandshakeState {
    /// Throws unexpected_message unless `message` is of this type.
    func expect(_ type: HandshakeType, _ message: HandshakeMessage) throws(TLSConnectionError) {
        guard message.type == type else {
            throw .unexpected(message.type.name, expected: Self.expectation)
        }
    }

    func receive(
        _ message: HandshakeMessage,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        throw .unexpected(message.type.name, expected: Self.expectation)
    }

    func receiveChangeCipherSpec(
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        throw .unexpected("ChangeCipherSpec", expected: Self.expectation)
    }

    func receiveSignature(
        _ signature: [UInt8],
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        throw .privateKeyOperationFailed
    }

    func receivePremasterSecret(
        _ premasterSecret: borrowing SecretBytes,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState {
        throw .privateKeyOperationFailed
    }

    func receiveVerification(
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState { self }

    func receiveRefusal(
        _ refusal: TLSCertificateRefusal,
        _ context: inout ConnectionContext
    ) throws(TLSConnectionError) -> any HandshakeState { throw .certificateRefused(refusal) }
}

/// The handshake is complete.
struct ConnectedState: HandshakeState {
    static let expectation = "application data"
}

/// The connection has failed or was closed: whatever still comes is ignored.
struct EndedState: HandshakeState {
    static let expectation = "nothing"
}
