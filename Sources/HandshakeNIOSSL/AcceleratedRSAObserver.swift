// SPDX-License-Identifier: Apache-2.0

public import NIOSSL

/// Hears of each operation of an accelerated key.
///
/// A connection whose operation failed shows a handshake error of NIOSSL; the cause is told here
/// only. Called on the channel's event loop: it should note what it is told and return.
public protocol AcceleratedRSAObserver: Sendable {
    /// An operation has ended, on the event loop of its channel.
    func operationDidFinish(_ operation: AcceleratedRSAOperation)
}

/// One use of an accelerated key by a connection.
public struct AcceleratedRSAOperation: Sendable {
    /// What the connection asked for.
    #if hasAttribute(nonexhaustive)
    @nonexhaustive
    #endif
    public enum Kind: Hashable, Sendable {
        /// A signature: TLS 1.3, and ECDHE in TLS 1.2.
        case sign(SignatureAlgorithm)
        /// The decryption of a premaster secret: RSA key exchange in TLS 1.2.
        case decrypt
    }

    /// What was asked for.
    public var kind: Kind
    /// From the request to the result, the wait in the queue included.
    public var duration: Duration
    /// Why there is no result; nil if there is one.
    public var error: AcceleratedRSAError?

    /// An operation, as observers are told of it: for tests of theirs.
    public init(kind: Kind, duration: Duration, error: AcceleratedRSAError? = nil) {
        self.kind = kind
        self.duration = duration
        self.error = error
    }
}
