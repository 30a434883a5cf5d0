// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Synchronization
import Testing

@Suite("RSA batcher: observer") struct RSABatcherObserverTests {
    private final class Recorder: RSABatcherObserver {
        let batches = Mutex<[RSABatcherBatch]>([])

        func batchDidFinish(_ batch: RSABatcherBatch) { batches.withLock { $0.append(batch) } }
    }

    @Test func hearsOfEveryBatch() async throws {
        let recorder = Recorder()
        var configuration = RSABatcher.Configuration()
        configuration.observer = recorder
        let batcher = try RSABatcher(configuration)
        let key = try RSATestKey.named("rsa2048").privateKey()
        let input = [UInt8](repeating: 1, count: key.modulusByteCount)
        for _ in 0..<50 { batcher.rawOperation(input, with: key) { _ in } }
        await batcher.shutDown()
        let batches = recorder.batches.withLock { $0 }
        #expect(batches.map(\.operationCount).reduce(0, +) == 50)
        #expect(batches.allSatisfy { (1...8).contains($0.operationCount) })
        #expect(batches.allSatisfy { $0.queueDuration >= .zero && $0.workDuration > .zero })
        // While the first batch is done the others come: later ones are full.
        #expect(batches.contains { $0.operationCount == 8 })
    }
}
