// SPDX-License-Identifier: Apache-2.0

import HandshakeTLS

/// Why this side ends a connection (RFC 5246, section 7.2).
enum Alert: UInt8, Error {
    case closeNotify = 0
    case unexpectedMessage = 10
    case badRecordMAC = 20
    case recordOverflow = 22
    case handshakeFailure = 40
    case illegalParameter = 47
    case decodeError = 50
    case decryptError = 51
    case protocolVersion = 70
    case internalError = 80

    /// The alert to send for an error; nil where the peer has ended the connection, or has gone.
    init?(for error: any Error) {
        switch error {
        case let alert as Alert: self = alert
        case let error as RecordError: self.init(for: error)
        case let alert as PeerAlert where alert.description == Self.closeNotify.rawValue:
            self = .closeNotify
        case is PeerAlert, is PeerHasGone: return nil
        default: self = .internalError
        }
    }

    private init(for error: RecordError) {
        self =
            switch error.code {
            case .authenticationFailed, .recordTooShort: .badRecordMAC
            case .contentTooLong: .recordOverflow
            case .unexpectedContentType, .emptyContent: .unexpectedMessage
            case .wrongVersion: .protocolVersion
            default: .internalError
            }
    }

    /// Its record's content: level warning or fatal, and description.
    var content: [UInt8] { [self == .closeNotify ? 1 : 2, rawValue] }
}

/// The peer has sent an alert.
struct PeerAlert: Error {
    let description: UInt8
}
