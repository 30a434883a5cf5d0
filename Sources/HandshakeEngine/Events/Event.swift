/// What a connection has to say to its owner.
public enum Event: Sendable {
    /// The credential's private key is elsewhere: do the operation, then
    /// ``Connection/answer(_:with:)``. Nothing that came after is looked at until then.
    case privateKeyOperation(PrivateKeyRequest)
    /// Verify the peer's certificates: ``VerificationRequest/verify()``, then
    /// ``Connection/answer(_:with:)``. Nothing that came after is looked at until then.
    case verification(VerificationRequest)
    /// The handshake is done; application data may be sent.
    case handshakeCompleted(NegotiatedParameters)
    /// A session that a later connection can resume, for a client. It can come before or after the
    /// handshake's completion.
    case newSession(Session)
    /// ``Connection/takeApplicationData()`` has some.
    case applicationData
    /// The peer sent close_notify: there is no more application data to come.
    case peerClosed
    /// The connection is dead. If it is due, the alert is among the bytes to send: end the
    /// transport's output after it and read on for a while, as a socket that is closed with
    /// something unread may take the alert with it.
    case failed(ConnectionError)
}
