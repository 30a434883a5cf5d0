// SPDX-License-Identifier: Apache-2.0

/// Hears of each batch that a batcher has done, and of each request that it refused.
public protocol RSABatcherObserver: Sendable {
    /// Called on the thread that did the batch, which takes the next one when this returns.
    func batchDidFinish(_ batch: RSABatcherBatch)

    /// Called on the thread that made the request, before it is answered with this error:
    /// ``RSABatcherError/queueFull``, ``RSABatcherError/shutDown`` or
    /// ``RSABatcherError/madeBeforeFork``. Does nothing by default.
    func requestWasRefused(_ error: RSABatcherError)
}

extension RSABatcherObserver {
    /// Does nothing.
    public func requestWasRefused(_ error: RSABatcherError) {}
}

/// A batch that was done.
public struct RSABatcherBatch: Sendable {
    /// The requests in it.
    public var operationCount: Int
    /// How many requests, of keys of any size, still waited when the batch began.
    public var waitingCount: Int
    /// The bits of the keys' moduli, all of one size.
    public var modulusBitCount: Int
    /// The kernel of the first request's key. Keys of one size have the same one, unless one was asked
    /// for when a key was made.
    public var kernel: RSAKernel
    /// How long the oldest of them had waited when the batch began.
    public var queueDuration: Duration
    /// How long it took, the callbacks included.
    public var workDuration: Duration
}
