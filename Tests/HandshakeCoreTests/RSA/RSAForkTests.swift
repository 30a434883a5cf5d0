// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Synchronization
import TestSupport
import Testing

/// What a child of `fork` takes over from its parent, and what it must not.
///
/// Each test has done the same in the parent before: what is made at its first use may need a lock that
/// another thread held when the child was made.
@Suite("RSA after fork", .enabled(if: StackRemains.canBeFound, "no sanitizer"))
struct RSAForkTests {
    let key: RSAPrivateKey

    init() throws {
        key = try #require(try RSATestKey.all.first { $0.name == "rsa2048" }?.privateKey())
    }

    /// What a batcher answers before its function returns; nil where it has not.
    private func immediateAnswer(of batcher: RSABatcher) -> RSABatcherError? {
        let answer = Mutex<RSABatcherError?>(nil)
        let request = batcher.rawOperation([UInt8](repeating: 1, count: 256), with: key) { result in
            if case .failure(let error) = result { answer.withLock { $0 = error } }
        }
        batcher.cancel(request)
        return answer.withLock { $0 }
    }

    @Test func aBatcherOfTheParentAnswersAtOnce() async throws {
        let batcher = try RSABatcher()
        let closed = try RSABatcher()
        await closed.shutDown()
        #expect(immediateAnswer(of: closed) == .shutDown)
        for batcher in [batcher, closed] {
            let answer = ChildProcess.answer(byteCount: 1) { answer in
                answer[0] = immediateAnswer(of: batcher) == .madeBeforeFork ? 1 : 2
            }
            #expect(answer == [1])
        }
        #expect(try await batcher.rawOperation(ones, with: key).count == key.modulusByteCount)
        await batcher.shutDown()
    }

    @Test func aChildsOwnBatcherWorks() async throws {
        let expected = try key.rawOperation(ones)
        let parents = try RSABatcher()
        #expect(try await parents.rawOperation(ones, with: key) == expected)
        let answer = ChildProcess.answer(byteCount: expected.count) { answer in
            let output = Mutex<[UInt8]>([])
            let isDone = Atomic(false)
            guard let batcher = try? RSABatcher() else { return }
            batcher.rawOperation(ones, with: key) { result in
                output.withLock { $0 = (try? result.get()) ?? [] }
                isDone.store(true, ordering: .releasing)
            }
            // Not two threads at one Mutex: on Linux it knows this one by its number in the parent.
            while !isDone.load(ordering: .acquiring) {}
            let bytes = output.withLock { $0 }
            for index in bytes.indices { answer[index] = bytes[index] }
        }
        #expect(answer == expected)
        await parents.shutDown()
    }

    private var ones: [UInt8] { [0] + [UInt8](repeating: 1, count: key.modulusByteCount - 1) }

    /// The blinded results modulo p of operations on one input with a key each: equal only where the
    /// blinding is.
    private func blindedHalves(operationCount: Int) -> [UInt8] {
        let keys = [RSAPrivateKey](repeating: key, count: operationCount)
        let inputs = [UInt8](keys.map { _ in ones }.joined())
        var outputs = [UInt8](repeating: 0, count: inputs.count)
        var outcomes = [RSAError?](repeating: .faultDetected, count: operationCount)
        var halves: [UInt8] = []
        var outputSpan = outputs.mutableSpan
        var outcomeSpan = outcomes.mutableSpan
        try? RSAPrivateKey.rawOperation(
            keys.span,
            inputs.span,
            into: &outputSpan,
            outcomes: &outcomeSpan
        ) { _, halfP, _ in
            for index in 0..<16 {
                halves += (0..<8).map { UInt8(truncatingIfNeeded: halfP[index] >> (8 * $0)) }
            }
        }
        return outcomes.allSatisfy { $0 == nil } ? halves : []
    }

    @Test(arguments: [1, 8])
    func parentAndChildDoNotShareBlinding(operationCount: Int) throws {
        let first = blindedHalves(operationCount: operationCount)
        try #require(first.count == 128 * operationCount)
        let child = try #require(
            ChildProcess.answer(byteCount: first.count) { answer in
                let halves = blindedHalves(operationCount: operationCount)
                for index in halves.indices { answer[index] = halves[index] }
            }
        )
        #expect(child.contains { $0 != 0 })
        let parent = blindedHalves(operationCount: operationCount)
        for start in stride(from: 0, to: first.count, by: 128) {
            #expect(parent[start..<start + 128] != child[start..<start + 128])
        }
    }
}
