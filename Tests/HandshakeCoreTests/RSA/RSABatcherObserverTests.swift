// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Synchronization
import Testing

@Suite("RSA batcher: observer") struct RSABatcherObserverTests {
    private final class Recorder: RSABatcherObserver {
        let batches = Mutex<[RSABatcherBatch]>([])

        let refusals = Mutex<[RSABatcherError]>([])

        func batchDidFinish(_ batch: RSABatcherBatch) { batches.withLock { $0.append(batch) } }
        func requestWasRefused(_ error: RSABatcherError) { refusals.withLock { $0.append(error) } }
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
        #expect(batches.contains { $0.waitingCount > 0 })
        #expect(batches.last?.waitingCount == 0)
        #expect(batches.allSatisfy { $0.modulusBitCount == 2048 && $0.kernel == key.kernel })
        #expect(recorder.refusals.withLock { $0 }.isEmpty)
    }

    @Test func hearsOfEveryRefusal() async throws {
        let recorder = Recorder()
        var configuration = RSABatcher.Configuration()
        configuration.observer = recorder
        configuration.maximumWaitingCount = 1
        let batcher = try RSABatcher(configuration)
        let key = try RSATestKey.named("rsa2048").privateKey()
        let input = [UInt8](repeating: 1, count: key.modulusByteCount)
        let answers = Recorder()
        for _ in 0..<100 {
            batcher.rawOperation(input, with: key) { result in
                if case .failure(let error) = result { answers.requestWasRefused(error) }
            }
        }
        await batcher.shutDown()
        batcher.rawOperation(input, with: key) { result in
            if case .failure(let error) = result { answers.requestWasRefused(error) }
        }
        let refusals = recorder.refusals.withLock { $0 }
        #expect(refusals.contains(.queueFull))
        #expect(refusals.last == .shutDown)
        #expect(refusals == answers.refusals.withLock { $0 })
    }
}
