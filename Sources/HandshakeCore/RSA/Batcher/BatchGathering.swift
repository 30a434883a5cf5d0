// SPDX-License-Identifier: Apache-2.0

/// What one thread of a ``BatchQueue`` expects of the callers that it has just answered.
///
/// Callers that wait for their answers come back right after them. Without a pause the thread would
/// take the first of eight alone, and the seven others would find it busy. So after a batch it waits
/// for as many as it has answered, where so many take less time together. It learns whether they do
/// come: when the time is over it takes what there is, and expects no more than that after the next
/// batch; if that happens again, after the next two batches, then four and so on, until all have come.
/// A lone caller is never waited for, nor held back.
package struct BatchGathering {
    /// How long after a batch: a part of the time that it took, so that little is lost where nobody
    /// comes; and no longer than callers need that do nothing between two requests.
    private static var partOfWork: Int { 8 }
    private static var longestTime: Duration { .microseconds(200) }
    /// The most batches for which no more are expected than once came.
    private static var longestMemory: Int { 32 }

    private let largestCount: Int
    /// How many came when more were expected, and for how many batches that is remembered.
    private var foundCount: Int
    private var memory = 0
    private var nextMemory = 1
    private var end = ContinuousClock.now

    /// How many of which group the thread waits for.
    package private(set) var expected: (group: Int, count: Int)?

    /// For batches of at most `largestCount`.
    package init(largestCount: Int) {
        self.largestCount = largestCount
        foundCount = largestCount
    }

    /// A batch of so many has ended, others of its group wait already; from `smallestCount` on a batch
    /// takes less time than its elements singly, never where that is nil.
    package mutating func batchEnded(
        group: Int,
        count: Int,
        waitingCount: Int,
        smallestCount: Int?,
        after work: Duration,
        at now: ContinuousClock.Instant
    ) {
        memory -= 1
        if memory < 0 { foundCount = largestCount }
        let target = min(count + waitingCount, foundCount)
        guard let smallestCount, target >= smallestCount, target > waitingCount else { return }
        expected = (group, target)
        end = now + min(work / Self.partOfWork, Self.longestTime)
    }

    /// How long to wait still where so many wait. Nil: what was expected has come, or will not.
    package mutating func timeLeft(
        waitingCount: Int,
        at now: ContinuousClock.Instant
    ) -> Duration? {
        guard let count = expected?.count else { return nil }
        if waitingCount >= count {
            if memory < 0 { nextMemory = 1 }
            return nil
        }
        if now < end { return end - now }
        foundCount = waitingCount
        memory = nextMemory
        nextMemory = min(2 * nextMemory, Self.longestMemory)
        return nil
    }

    /// The thread waits no longer.
    package mutating func stop() { expected = nil }
}
