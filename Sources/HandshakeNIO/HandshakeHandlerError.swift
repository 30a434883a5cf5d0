// SPDX-License-Identifier: Apache-2.0

/// Why a channel's handler has given up, besides the connection's own errors.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum HandshakeHandlerError: Error, Equatable, Sendable {
    /// The handshake was not complete when its time was over.
    case handshakeTimedOut
}
