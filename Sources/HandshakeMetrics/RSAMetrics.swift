// SPDX-License-Identifier: Apache-2.0

public import CoreMetrics
public import HandshakeCore
private import Synchronization

/// Metrics of an `RSABatcher`, and with ``keyObserver(named:)`` of keys under swift-nio-ssl, for
/// swift-metrics.
///
/// ```swift
/// let metrics = RSAMetrics()
/// var configuration = RSABatcher.Configuration()
/// configuration.observer = metrics
/// let batcher = try RSABatcher(configuration)
/// ```
///
/// | metric | kind | dimensions | what it is |
/// |---|---|---|---|
/// | `handshake_rsa_operations` | counter | kernel, bits | operations done |
/// | `handshake_rsa_batch_operations` | recorder | kernel, bits | operations of a batch: how full it was |
/// | `handshake_rsa_batch_wait` | timer | kernel, bits | how long the oldest of a batch had waited |
/// | `handshake_rsa_batch_work` | timer | kernel, bits | how long a batch took |
/// | `handshake_rsa_queue_depth` | gauge | – | requests that still waited when a batch began |
/// | `handshake_rsa_refusals` | counter | reason | requests refused: `queue_full`, `shut_down`, `made_before_fork` |
///
/// Dimensions are names of kernels, sizes and reasons: nothing of a key but its size is in them. What is
/// reported to is made once for each size and kernel, or reason, not for each operation.
public final class RSAMetrics: RSABatcherObserver {
    let factory: any MetricsFactory
    private let queueDepth: Gauge
    private let queueFull, shutDown, madeBeforeFork: Counter
    private let batches = Mutex<[BatchInstruments.Keys: BatchInstruments]>([:])

    /// Reports to `factory`: the one that the program has chosen, if none is given. Make it after
    /// `MetricsSystem.bootstrap`.
    public init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
        queueDepth = Gauge(label: "handshake_rsa_queue_depth", factory: factory)
        func refusals(_ reason: String) -> Counter {
            Counter(
                label: "handshake_rsa_refusals",
                dimensions: [("reason", reason)],
                factory: factory
            )
        }
        queueFull = refusals("queue_full")
        shutDown = refusals("shut_down")
        madeBeforeFork = refusals("made_before_fork")
    }

    /// Called by the batcher.
    public func batchDidFinish(_ batch: RSABatcherBatch) {
        let keys = BatchInstruments.Keys(kernel: batch.kernel, bitCount: batch.modulusBitCount)
        let instruments = batches.withLock { batches in
            if let instruments = batches[keys] { return instruments }
            let instruments = BatchInstruments(keys, factory: factory)
            batches[keys] = instruments
            return instruments
        }
        instruments.record(batch)
        queueDepth.record(batch.waitingCount)
    }

    /// Called by the batcher.
    public func requestWasRefused(_ error: RSABatcherError) {
        switch error {
        case .queueFull: queueFull.increment()
        case .shutDown: shutDown.increment()
        case .madeBeforeFork: madeBeforeFork.increment()
        default: break
        }
    }
}
