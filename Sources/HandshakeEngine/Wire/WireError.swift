/// Why bytes of the peer's are not the message that they should be.
package enum WireError: Error, Equatable, Sendable {
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
    case unknownHandshakeType(UInt8)
    /// The handshake message is longer than its type may be.
    case messageTooLong(HandshakeType, byteCount: Int, maximum: Int)
    /// The list holds more certificates than the caller's limit.
    case tooManyCertificates(maximum: Int)

    /// The alert that tells the peer (RFC 5246, 7.2.2).
    package var alert: AlertDescription {
        switch self {
        case .truncated, .trailingBytes, .vectorLength: .decodeError
        case .illegalValue, .duplicateExtension, .tooManyCertificates: .illegalParameter
        case .unsolicitedExtension: .unsupportedExtension
        case .unknownHandshakeType: .unexpectedMessage
        // A Certificate may be right, but more than this side takes.
        case .messageTooLong(let type, _, _):
            type == .certificate ? .illegalParameter : .decodeError
        }
    }
}

extension WireError: CustomStringConvertible {
    /// What is wrong, after the message's name and a colon.
    package var description: String {
        switch self {
        case .truncated: "it ends within a field"
        case .trailingBytes: "there are bytes after its end"
        case .vectorLength: "a field is shorter or longer than the standard allows"
        case .illegalValue: "a field has a value that the standard does not allow"
        case .duplicateExtension: "an extension comes twice"
        case .unsolicitedExtension: "it answers an extension that was not sent"
        case .unknownHandshakeType(let number): "TLS 1.2 has none of type \(number)"
        case .messageTooLong(let type, let byteCount, let maximum):
            "\(type.name) has \(byteCount) bytes, more than the \(maximum) that are taken"
        case .tooManyCertificates(let maximum): "more than \(maximum) certificates"
        }
    }
}
