// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import HandshakeCore

/// What batches of keys of one size and kernel report to.
struct BatchInstruments: Sendable {
    struct Keys: Hashable, Sendable {
        let kernel: RSAKernel
        let bitCount: Int
    }

    private let operations: Counter
    private let batchOperations: Recorder
    private let wait, work: Timer

    init(_ keys: Keys, factory: any MetricsFactory) {
        let dimensions = [("kernel", keys.kernel.name), ("bits", "\(keys.bitCount)")]
        operations = Counter(
            label: "handshake_rsa_operations",
            dimensions: dimensions,
            factory: factory
        )
        batchOperations = Recorder(
            label: "handshake_rsa_batch_operations",
            dimensions: dimensions,
            factory: factory
        )
        wait = Timer(label: "handshake_rsa_batch_wait", dimensions: dimensions, factory: factory)
        work = Timer(label: "handshake_rsa_batch_work", dimensions: dimensions, factory: factory)
    }

    func record(_ batch: RSABatcherBatch) {
        operations.increment(by: batch.operationCount)
        batchOperations.record(batch.operationCount)
        wait.recordNanoseconds(batch.queueDuration.nanoseconds)
        work.recordNanoseconds(batch.workDuration.nanoseconds)
    }
}

extension Duration {
    /// As many as fit into 64 bits: 292 years.
    var nanoseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000) }
}
