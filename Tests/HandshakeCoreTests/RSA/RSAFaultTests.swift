// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import HandshakeCore
import SelfTestCases
import Synchronization
import TestSupport
import Testing

/// Bits that turn in a key's memory: in each limb of its numbers, of what kernels prepare of them, and of its
/// workspaces. A private operation then ends with an error or the right result: a wrong one would give
/// the key away (Boneh, DeMillo and Lipton, 1997).
///
/// All kernels are tried where no feature is taken away, so that a lower tier would only repeat it.
@Suite(
    "RSA faults",
    .enabled(if: AlignedBlocks.areRecorded),
    .disabled(if: ProcessInfo.processInfo.environment["HANDSHAKE_CPU_DISABLE"] != nil)
) struct RSAFaultTests {
    private static let keys = ["rsa2048", "rsa3072", "rsa4096"].map(RSATestKey.named)
    private static let laneCount = 8

    /// A key whose memory is at hand, an input and its result.
    private struct Victim: Sendable {
        let key: RSAPrivateKey
        let blocks: AlignedBlocks
        let input, result: [UInt8]

        init(_ test: RSATestKey, _ kernel: RSAKernel) throws {
            var generator = SeededGenerator(seed: 5)
            let result = [0] + generator.bytes(test.n.count - 1)
            let input = try test.publicKey(kernel: kernel).rawOperation(result)
            (key, blocks) = try AlignedBlocks.recorded {
                let key = try test.privateKey(kernel: kernel)
                // Workspaces and what lanes need are made when they are first used.
                _ = try key.rawOperation(input)
                let count = RSAFaultTests.laneCount
                _ = try RSAPrivateKey.rawOperation(
                    [RSAPrivateKey](repeating: key, count: count),
                    [[UInt8]](repeating: input, count: count)
                )
                return key
            }
            self.input = input
            self.result = result
        }

        /// How an operation ended whose input was the victim's.
        func outcome(_ operation: () throws(RSAError) -> [UInt8]) -> Outcome {
            do throws(RSAError) {
                return try operation() == result ? .right : .wrong
            } catch {
                return .refused
            }
        }
    }

    private enum Outcome { case right, refused, wrong }

    /// One fault after the other, each in a word of its own.
    @Test(arguments: keys, RSATestKey.kernels)
    func beforeAnOperation(test: RSATestKey, kernel: RSAKernel) throws {
        let victim = try Victim(test, kernel)
        let contents = victim.blocks.contents()
        var generator = SeededGenerator(seed: 6)
        var refusedCount = 0
        // Every word of the shortest key; of the others one in 32, another for each kernel and bit.
        let stride = test.n.count == 256 ? 1 : 32
        for word in Swift.stride(from: 0, to: victim.blocks.wordCount, by: stride) {
            let word = min(word + .random(in: 0..<stride, using: &generator), contents.count - 1)
            victim.blocks.turn(bit: .random(in: 0..<64, using: &generator), ofWord: word)
            let outcome = victim.outcome { () throws(RSAError) in
                try victim.key.rawOperation(victim.input)
            }
            victim.blocks.restore(contents)
            #expect(outcome != .wrong, "word \(word)")
            if outcome == .refused { refusedCount += 1 }
        }
        #expect(refusedCount > victim.blocks.wordCount / stride / 8, "faults matter")
        #expect(try victim.key.rawOperation(victim.input) == victim.result)
    }

    /// In a batch, the other lanes are right.
    @Test(arguments: keys, RSATestKey.kernels)
    func inALane(test: RSATestKey, kernel: RSAKernel) throws {
        let victim = try Victim(test, kernel)
        let contents = victim.blocks.contents()
        let other = try test.privateKey(kernel: kernel)
        let inputs = [[UInt8]](repeating: victim.input, count: Self.laneCount)
        var generator = SeededGenerator(seed: 7)
        var refusedCount = 0
        let stride = test.n.count == 256 ? 8 : 64
        for word in Swift.stride(from: 0, to: victim.blocks.wordCount, by: stride) {
            let lane = Int.random(in: 0..<Self.laneCount, using: &generator)
            var keys = [RSAPrivateKey](repeating: other, count: Self.laneCount)
            keys[lane] = victim.key
            let word = min(word + .random(in: 0..<stride, using: &generator), contents.count - 1)
            victim.blocks.turn(bit: .random(in: 0..<64, using: &generator), ofWord: word)
            let results = try RSAPrivateKey.rawOperation(keys, inputs)
            victim.blocks.restore(contents)
            for (index, result) in results.enumerated() {
                let outcome = victim.outcome { () throws(RSAError) in try result.get() }
                #expect(index == lane ? outcome != .wrong : outcome == .right, "word \(word)")
                if outcome == .refused { refusedCount += 1 }
            }
        }
        #expect(refusedCount > 0, "faults matter")
        #expect(try victim.key.rawOperation(victim.input) == victim.result)
    }

    /// Bits that turn while an operation runs, at any time of it.
    @Test(arguments: keys, RSATestKey.kernels)
    func whileAnOperationRuns(test: RSATestKey, kernel: RSAKernel) throws {
        let victim = try Victim(test, kernel)
        let contents = victim.blocks.contents()
        let duration = try ContinuousClock().measure {
            _ = try victim.key.rawOperation(victim.input)
        }
        let progress = Progress()
        let trialCount = test.n.count == 256 ? 200 : 20
        // A thread of its own: both wait for each other without giving up theirs.
        DispatchQueue(label: "faults").async {
            var generator = SeededGenerator(seed: 8)
            let clock = ContinuousClock()
            for trial in 1...trialCount {
                let delay = duration * Double.random(in: 0..<1, using: &generator)
                let word = Int.random(in: contents.indices, using: &generator)
                let bit = Int.random(in: 0..<64, using: &generator)
                progress.awaitBegun(trial)
                let start = clock.now
                while clock.now - start < delay {}
                victim.blocks.turn(bit: bit, ofWord: word)
                progress.turned.store(trial, ordering: .releasing)
            }
        }
        for trial in 1...trialCount {
            progress.begun.store(trial, ordering: .releasing)
            let outcome = victim.outcome { () throws(RSAError) in
                try victim.key.rawOperation(victim.input)
            }
            #expect(outcome != .wrong, "trial \(trial)")
            progress.awaitTurned(trial)
            victim.blocks.restore(contents)
        }
        #expect(try victim.key.rawOperation(victim.input) == victim.result)
    }

    /// Which trial has begun, and in which the bit is turned.
    private final class Progress: Sendable {
        let begun = Atomic(0)
        let turned = Atomic(0)

        func awaitBegun(_ trial: Int) { while begun.load(ordering: .acquiring) < trial {} }
        func awaitTurned(_ trial: Int) { while turned.load(ordering: .acquiring) < trial {} }
    }
}
