// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import HandshakeCore
import HandshakeMetrics
import HandshakeNIOSSL
import MetricsTestKit
import NIOSSL
import Synchronization
import TestVectors
import Testing

/// Counts on any thread.
private final class Refusals: Sendable {
    let count = Atomic(0)
}

@Suite("RSA metrics") struct RSAMetricsTests {
    let factory = TestMetrics()
    let metrics: RSAMetrics
    let key: RSAPrivateKey
    let input: [UInt8]

    init() throws {
        metrics = RSAMetrics(factory: factory)
        key = try RSAPrivateKey(pemRepresentation: RSAVectors.key("rsa2048").pkcs8PEM)
        input = [UInt8](repeating: 1, count: key.modulusByteCount)
    }

    @Test func countsWhatABatcherDoes() async throws {
        var configuration = RSABatcher.Configuration()
        configuration.observer = metrics
        let batcher = try RSABatcher(configuration)
        let larger = try RSAPrivateKey(pemRepresentation: RSAVectors.key("rsa3072").pkcs8PEM)
        for _ in 0..<20 { batcher.rawOperation(input, with: key) { _ in } }
        let largerInput = [UInt8](repeating: 1, count: larger.modulusByteCount)
        batcher.rawOperation(largerInput, with: larger) { _ in }
        await batcher.shutDown()
        batcher.rawOperation(input, with: key) { _ in }

        for (key, count) in [(key, 20), (larger, 1)] {
            let dimensions = [("kernel", key.kernel.name), ("bits", "\(key.modulusBitCount)")]
            let operations = try factory.expectCounter("handshake_rsa_operations", dimensions)
            #expect(operations.totalValue == Int64(count))
            let fills = try factory.expectRecorder("handshake_rsa_batch_operations", dimensions)
            #expect(fills.values.reduce(0, +) == Double(count))
            let wait = try factory.expectTimer("handshake_rsa_batch_wait", dimensions)
            let work = try factory.expectTimer("handshake_rsa_batch_work", dimensions)
            #expect(wait.values.count == fills.values.count)
            #expect(work.values.count == fills.values.count)
            #expect(work.values.allSatisfy { $0 > 1000 })
        }
        let depths = try factory.expectRecorder("handshake_rsa_queue_depth").values
        #expect(depths.contains { $0 > 0 })
        #expect(depths.last == 0)
        #expect(refusalTotal("shut_down") == 1)
        #expect(refusalTotal("queue_full") == 0)
        // One object for each size and kernel.
        #expect(factory.timers.count == 4)
    }

    @Test func countsWhatABatcherRefuses() async throws {
        var configuration = RSABatcher.Configuration()
        configuration.observer = metrics
        configuration.maximumWaitingCount = 1
        let batcher = try RSABatcher(configuration)
        let refusals = Refusals()
        for _ in 0..<100 {
            batcher.rawOperation(input, with: key) { result in
                if case .failure(.queueFull) = result { refusals.count.add(1, ordering: .relaxed) }
            }
        }
        await batcher.shutDown()
        let count = refusals.count.load(ordering: .relaxed)
        #expect(count > 0)
        #expect(refusalTotal("queue_full") == Int64(count))
    }

    @Test func countsWhatAKeyDoes() throws {
        let observer = metrics.keyObserver(named: "api.example.com")
        let operations: [AcceleratedRSAOperation] = [
            operation(.sign(.rsaPssRsaeSha256), nil),
            operation(.sign(.rsaPkcs1Sha512), .channelClosed),
            operation(.decrypt, .batcher(.queueFull)),
            operation(.decrypt, .batcher(.operation(.inputOutOfRange))),
            operation(.sign(.ed25519), .unsupportedSignatureAlgorithm("0x807")),
        ]
        for operation in operations { observer.operationDidFinish(operation) }
        for (kind, count) in [("sign", 3), ("decrypt", 2)] {
            let dimensions = [("key", "api.example.com"), ("kind", kind)]
            let counter = try factory.expectCounter("handshake_rsa_key_operations", dimensions)
            #expect(counter.totalValue == Int64(count))
            let timer = try factory.expectTimer("handshake_rsa_key_duration", dimensions)
            #expect(timer.values == [Int64](repeating: 2_000_000, count: count))
        }
        for reason in ["channel_closed", "queue_full", "unsupported_algorithm", "other"] {
            let dimensions = [("key", "api.example.com"), ("reason", reason)]
            let counter = try factory.expectCounter("handshake_rsa_key_failures", dimensions)
            #expect(counter.totalValue == 1)
        }
    }

    private func operation(
        _ kind: AcceleratedRSAOperation.Kind,
        _ error: AcceleratedRSAError?
    ) -> AcceleratedRSAOperation {
        AcceleratedRSAOperation(kind: kind, duration: .milliseconds(2), error: error)
    }

    private func refusalTotal(_ reason: String) -> Int64 {
        factory.counterTotal(label: "handshake_rsa_refusals", dimensions: [("reason", reason)])
    }
}
