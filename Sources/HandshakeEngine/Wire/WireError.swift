/// Why bytes of the peer's are not the message that they should be.
package enum WireError: Error, Equatable, Sendable, CaseIterable {
    /// The message ends inside a field, or a vector's length goes beyond what holds it.
    case truncated
    /// There are bytes after the end of a message or of a vector's last element.
    case trailingBytes
    /// A vector is shorter or longer than its definition allows.
    case vectorLength
    /// A field has a value that its definition does not allow.
    case illegalValue
    /// One extension came twice.
    case duplicateExtension
    /// The server answers an extension that the client did not send.
    case unsolicitedExtension
    /// The handshake message has a type that TLS 1.2 does not have.
    case unknownHandshakeType
    /// The handshake message, or the list of certificates in it, is larger than the caller's limit.
    case limitExceeded

    /// The alert that tells the peer (RFC 5246, 7.2.2).
    package var alert: AlertDescription {
        switch self {
        case .truncated, .trailingBytes, .vectorLength: .decodeError
        case .illegalValue, .duplicateExtension, .limitExceeded: .illegalParameter
        case .unsolicitedExtension: .unsupportedExtension
        case .unknownHandshakeType: .unexpectedMessage
        }
    }
}
