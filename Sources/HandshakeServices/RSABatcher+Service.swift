// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
public import ServiceLifecycle

/// A batcher that ends with its service group. A group ends its services in the reverse of their order:
/// list the batcher before the server, so that it is there until the server's last handshake is done.
extension RSABatcher: Service {
    /// Returns when the group shuts down gracefully, or the task is cancelled, and the batcher is
    /// ``HandshakeCore/RSABatcher/shutDown()``: what waits is answered, what comes then is refused, and
    /// the threads have ended.
    public func run() async throws {
        // Throws where the task is cancelled, which ends the batcher, too.
        try? await gracefulShutdown()
        await shutDown()
    }
}
