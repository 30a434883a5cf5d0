// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a channel's handler has given up, besides the connection's own errors.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum HandshakeHandlerError: Error, Equatable, Sendable {
    /// The handshake was not complete when its time was over.
    case handshakeTimedOut
}

extension HandshakeHandlerError: CustomStringConvertible {
    /// What has happened, for people.
    public var description: String {
        switch self {
        case .handshakeTimedOut: "the handshake was not complete when its time was over"
        }
    }
}

extension HandshakeHandlerError: LocalizedError {
    public var errorDescription: String? { description }
}
