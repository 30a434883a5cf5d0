// SPDX-License-Identifier: Apache-2.0

internal import CPeers
private import Dispatch
private import HandshakeCore
private import Synchronization

extension Catalogue {
    static let batcherCallerCounts = [1, 2, 4, 8, 16, 64]

    /// `rsa<bits>-private-batcher-<callers>`: that many tasks, each waiting for its operation before
    /// it asks for the next. Peers do the operations singly, on one thread.
    static func batchers(key: BenchmarkKey, ours: OurRSA, peers: [Candidate]) -> [Workload] {
        batcherCallerCounts.map { callerCount in
            Workload(
                id: "rsa\(key.bitCount)-private-batcher-\(callerCount)",
                work: .rsaPrivate(bitCount: key.bitCount),
                needsSeveralCores: true,
                candidates: ours.batcher(callerCount: callerCount) + peers
            )
        }
    }
}

extension OurRSA {
    func batcher(callerCount: Int) -> [Candidate] {
        let calls =
            "await RSABatcher.rawOperation(_:with:) by \(callerCount) tasks (one thread of its own)"
        return [
            Candidate("handshake", calls: calls) { [key] in
                let load = try BatcherLoad(
                    key: key.privateKey(),
                    message: key.message,
                    callerCount: callerCount
                )
                return Operation(
                    version: Versions.handshake,
                    kernel: Self.kernelName(load.key.kernel, isBatch: callerCount >= 8),
                    operationsPerCall: callerCount,
                    usesOtherThreads: true,
                    run: load.run,
                    result: { try load.key.rawOperation(key.message) }
                )
            }
        ]
    }
}

/// Concurrent callers of one batcher.
private final class BatcherLoad: Sendable {
    let key: RSAPrivateKey
    private let message: [UInt8]
    private let callerCount: Int
    private let batcher: RSABatcher

    init(key: RSAPrivateKey, message: [UInt8], callerCount: Int) throws {
        self.key = key
        self.message = message
        self.callerCount = callerCount
        batcher = try RSABatcher()
    }

    /// Every caller makes `calls` requests, one after the other.
    func run(calls: Int) throws {
        let done = DispatchSemaphore(value: 0)
        let failureCount = FailureCount()
        Task {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<self.callerCount {
                    group.addTask {
                        for _ in 0..<calls {
                            do {
                                _ = try await self.batcher.rawOperation(
                                    self.message,
                                    with: self.key
                                )
                            } catch {
                                failureCount.value.add(1, ordering: .relaxed)
                            }
                        }
                    }
                }
            }
            done.signal()
        }
        done.wait()
        if failureCount.value.load(ordering: .relaxed) > 0 {
            throw OperationFailed(description: "a request to the batcher failed")
        }
    }
}

private final class FailureCount: Sendable {
    let value = Atomic(0)
}
