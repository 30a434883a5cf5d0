// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import Testing

/// Whom a batcher's thread waits for after a batch.
@Suite("Batch gathering") struct BatchGatheringTests {
    private let start = ContinuousClock.now

    /// A thread that has done a batch of so many in 800 µs, with others waiting; lanes pay from 5 on.
    private func gathering(
        after count: Int,
        waitingCount: Int = 0,
        smallestCount: Int? = 5
    ) -> BatchGathering {
        var gathering = BatchGathering(largestCount: 8)
        end(&gathering, count, waitingCount, smallestCount)
        return gathering
    }

    private func end(
        _ gathering: inout BatchGathering,
        _ count: Int,
        _ waitingCount: Int = 0,
        _ smallestCount: Int? = 5
    ) {
        gathering.batchEnded(
            group: 2048,
            count: count,
            waitingCount: waitingCount,
            smallestCount: smallestCount,
            after: .microseconds(800),
            at: start
        )
    }

    @Test func whoWasAnsweredIsExpected() {
        var gathering = gathering(after: 7)
        #expect(gathering.expected?.group == 2048)
        #expect(gathering.expected?.count == 7)
        #expect(gathering.timeLeft(waitingCount: 0, at: start) == .microseconds(100))
        let later = start + .microseconds(60)
        #expect(gathering.timeLeft(waitingCount: 6, at: later) == .microseconds(40))
        #expect(gathering.timeLeft(waitingCount: 7, at: later) == nil)
        gathering.stop()
        #expect(gathering.expected == nil)
        #expect(gathering.timeLeft(waitingCount: 0, at: start) == nil)
    }

    @Test func whoWaitsAlreadyCountsUpToABatch() {
        #expect(gathering(after: 3, waitingCount: 3).expected?.count == 6)
        #expect(gathering(after: 8, waitingCount: 4).expected?.count == 8)
    }

    @Test func nobodyIsWaitedForWhereItGainsNothing() {
        #expect(gathering(after: 1).expected == nil)
        #expect(gathering(after: 4).expected == nil)
        #expect(gathering(after: 7, smallestCount: 8).expected == nil)
        #expect(gathering(after: 8, smallestCount: nil).expected == nil)
        #expect(gathering(after: 8, waitingCount: 8).expected == nil)
    }

    @Test func longBatchesAreFollowedByNoLongerWait() {
        var gathering = BatchGathering(largestCount: 8)
        gathering.batchEnded(
            group: 4096,
            count: 8,
            waitingCount: 0,
            smallestCount: 8,
            after: .milliseconds(8),
            at: start
        )
        #expect(gathering.timeLeft(waitingCount: 7, at: start) == .microseconds(200))
    }

    @Test func whoDidNotComeIsNotExpectedForAWhile() {
        let late = start + .microseconds(100)
        var gathering = gathering(after: 8)
        // Six come where eight were expected: six are expected once.
        #expect(gathering.timeLeft(waitingCount: 6, at: late) == nil)
        gathering.stop()
        end(&gathering, 6, 2)
        #expect(gathering.expected?.count == 6)
        #expect(gathering.timeLeft(waitingCount: 6, at: start) == nil)
        gathering.stop()
        // Nobody comes, time and again: nobody is expected after 2, 4, 8, 16, 32 and 32 batches.
        for batchCount in [2, 4, 8, 16, 32, 32] {
            end(&gathering, 8)
            #expect(gathering.expected?.count == 8)
            #expect(gathering.timeLeft(waitingCount: 0, at: late) == nil)
            gathering.stop()
            for _ in 0..<batchCount {
                end(&gathering, 8)
                #expect(gathering.expected == nil)
            }
        }
        // All come: the next disappointment counts once again.
        end(&gathering, 8)
        #expect(gathering.timeLeft(waitingCount: 8, at: start) == nil)
        gathering.stop()
        end(&gathering, 8)
        #expect(gathering.timeLeft(waitingCount: 0, at: late) == nil)
        gathering.stop()
        end(&gathering, 8)
        #expect(gathering.expected == nil)
        end(&gathering, 8)
        #expect(gathering.expected?.count == 8)
    }
}
