// SPDX-License-Identifier: Apache-2.0

/// Hears of each batch that a batcher has done.
public protocol RSABatcherObserver: Sendable {
    /// Called on the thread that did the batch, which takes the next one when this returns.
    func batchDidFinish(_ batch: RSABatcherBatch)
}

/// A batch that was done.
public struct RSABatcherBatch: Sendable {
    /// The requests in it.
    public var operationCount: Int
    /// How long the oldest of them had waited when the batch began.
    public var queueDuration: Duration
    /// How long it took, the callbacks included.
    public var workDuration: Duration
}
