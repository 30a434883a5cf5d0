// SPDX-License-Identifier: Apache-2.0

/// A bounded queue whose elements are taken in batches by threads of its own.
///
/// Elements of one group fit into one batch (keys of one size). Each element that ``add(_:)`` takes is
/// given to `process` exactly once, or back to whoever removes it.
///
/// The threads stay with the process that made the queue: in a child of `fork` it refuses everything,
/// and touches no lock, which a thread of the parent may have held.
final class BatchQueue<Element: AnyObject & Sendable>: Sendable {
    struct Limits: Sendable {
        var threadCount: Int
        var batchCount: Int
        var delay: Duration
    }

    enum Refusal: Error { case full, closed, withdrawn, madeBeforeFork }

    /// At least one element, of one group, since when the oldest of them has waited, and how many
    /// elements still wait.
    typealias Batch = (elements: [Element], oldest: ContinuousClock.Instant, waitingCount: Int)

    private struct Waiting {
        var element: Element
        var since: ContinuousClock.Instant
    }

    private struct State {
        var groups: [Int: [Waiting]] = [:]
        var count = 0
        var isClosed = false
        var liveThreadCount = 0
        /// Threads for which nothing waits.
        var idleThreadCount = 0
        /// How many of a group a thread waits for.
        var expectedCounts: [Int: Int] = [:]
        var whenEnded: [@Sendable () -> Void] = []

        func waitingCount(of group: Int) -> Int { groups[group]?.count ?? 0 }

        /// The group of the element that has waited longest, and since when it has.
        var oldest: (group: Int, since: ContinuousClock.Instant)? {
            groups.compactMap { group, waiting in waiting.first.map { (group, $0.since) } }
                .min { $0.1 < $1.1 }
        }

        /// Takes the first elements of a group out, in place: thousands may wait.
        mutating func take(atMost maximumCount: Int, of group: Int) -> [Element] {
            let batch = groups[group, default: []].prefix(maximumCount).map(\.element)
            groups[group]?.removeFirst(batch.count)
            count -= batch.count
            return batch
        }
    }

    private let limits: Limits
    private let lock = BlockingLock(State())
    private let forkCount = ForkCount.current
    private let group: @Sendable (Element) -> Int
    private let smallestCount: @Sendable (Element) -> Int?
    private let process: @Sendable (Batch) -> Duration

    /// From `smallestCount` elements on, a batch takes less time than its elements singly; never where
    /// that is nil. `process` says how long it took.
    init(
        limits: Limits,
        group: @escaping @Sendable (Element) -> Int,
        smallestCount: @escaping @Sendable (Element) -> Int?,
        process: @escaping @Sendable (Batch) -> Duration
    ) {
        self.limits = limits
        self.group = group
        self.smallestCount = smallestCount
        self.process = process
    }

    /// Starts the threads; how many the system gave.
    func start() -> Int {
        var started = 0
        for _ in 0..<limits.threadCount {
            lock.withLock { $0.liveThreadCount += 1 }
            if WorkerThread.start({ self.work() }) {
                started += 1
            } else {
                lock.withLock { $0.liveThreadCount -= 1 }
            }
        }
        return started
    }

    /// Puts an element at the end, if at most so many wait. `isWithdrawn` is asked under the lock that
    /// ``remove(where:)`` takes, so that an element that was to be removed before it came is not added.
    func add(
        _ element: Element,
        ifAtMost waitingCount: Int,
        unless isWithdrawn: () -> Bool
    ) throws(Refusal) {
        if wasMadeBeforeFork { throw .madeBeforeFork }
        let outcome: Result<Bool, Refusal> = lock.withLock { state in
            if isWithdrawn() { return .failure(.withdrawn) }
            if state.isClosed { return .failure(.closed) }
            if state.count > waitingCount { return .failure(.full) }
            let group = group(element)
            state.groups[group, default: []].append(Waiting(element: element, since: .now))
            state.count += 1
            let count = state.waitingCount(of: group)
            guard limits.delay == .zero else {
                // The first of a batch has woken a thread.
                return .success(count == 1 || count >= limits.batchCount)
            }
            // A thread that expects more wakes when they are there, or by itself.
            let expectedCount = state.idleThreadCount > 0 ? nil : state.expectedCounts[group]
            return .success(count >= expectedCount ?? 0)
        }
        if try outcome.get() { lock.signal() }
    }

    /// Takes out the element that `isWanted` if no thread has it yet. `mark` is called under the lock.
    func remove(where isWanted: (Element) -> Bool, mark: () -> Void) -> Element? {
        if wasMadeBeforeFork { return nil }
        return lock.withLock { state in
            mark()
            for (group, waiting) in state.groups {
                guard let index = waiting.firstIndex(where: { isWanted($0.element) }) else {
                    continue
                }
                state.count -= 1
                return state.groups[group]?.remove(at: index).element
            }
            return nil
        }
    }

    /// Refuses what comes from now on. What waits is still done; then the threads end and
    /// `whenEnded` is called.
    func close(whenEnded: @escaping @Sendable () -> Void) {
        if wasMadeBeforeFork { return whenEnded() }
        let hasEnded = lock.withLock { state in
            state.isClosed = true
            if state.liveThreadCount > 0 { state.whenEnded.append(whenEnded) }
            return state.liveThreadCount == 0
        }
        lock.broadcast()
        if hasEnded { whenEnded() }
    }

    private var wasMadeBeforeFork: Bool { forkCount != ForkCount.current }

    private func work() {
        var gathering = BatchGathering(largestCount: limits.batchCount)
        while let batch = nextBatch(&gathering) {
            let duration = process(batch)
            if limits.delay == .zero { expectMore(&gathering, after: batch, duration) }
        }
        let whenEnded = lock.withLock { state in
            state.liveThreadCount -= 1
            guard state.liveThreadCount == 0 else { return [] as [@Sendable () -> Void] }
            defer { state.whenEnded = [] }
            return state.whenEnded
        }
        for body in whenEnded { body() }
    }

    /// Has the thread wait for the callers of a batch that has ended, unless another one does.
    private func expectMore(
        _ gathering: inout BatchGathering,
        after batch: Batch,
        _ duration: Duration
    ) {
        let group = group(batch.elements[0])
        let smallestCount = smallestCount(batch.elements[0])
        let now = ContinuousClock.now
        lock.withLock { state in
            guard state.expectedCounts[group] == nil else { return }
            gathering.batchEnded(
                group: group,
                count: batch.elements.count,
                waitingCount: state.waitingCount(of: group),
                smallestCount: smallestCount,
                after: duration,
                at: now
            )
            state.expectedCounts[group] = gathering.expected?.count
        }
    }

    /// The oldest element and as many more of its group as fit; waits for the first one, for those that
    /// are expected, and for more no longer than the delay. Nil when the queue is closed and empty.
    private func nextBatch(_ gathering: inout BatchGathering) -> Batch? {
        var isIdle = false
        let batch = lock.waitUntil { state -> WaitOutcome<Batch?> in
            if isIdle { state.idleThreadCount -= 1 }
            isIdle = false
            let oldest = state.oldest
            if let timeLeft = timeLeft(of: &gathering, oldestGroup: oldest?.group, &state) {
                return .waitAtMost(timeLeft)
            }
            guard let (group, since) = oldest else {
                if state.isClosed { return .done(nil) }
                isIdle = true
                state.idleThreadCount += 1
                return .wait
            }
            if limits.delay > .zero, !state.isClosed,
                state.waitingCount(of: group) < limits.batchCount
            {
                let left = limits.delay - (.now - since)
                if left > .zero { return .waitAtMost(left) }
            }
            let elements = state.take(atMost: limits.batchCount, of: group)
            return .done((elements, since, state.count))
        }
        if let batch, batch.waitingCount > 0 { lock.signal() }
        return batch
    }

    /// How long the thread waits for those that it expects: not at all where there is other work, or a
    /// thread that does them at once.
    private func timeLeft(
        of gathering: inout BatchGathering,
        oldestGroup: Int?,
        _ state: inout State
    ) -> Duration? {
        guard let group = gathering.expected?.group else { return nil }
        let isAlone = state.idleThreadCount == 0 && (oldestGroup ?? group) == group
        if isAlone, !state.isClosed,
            let left = gathering.timeLeft(waitingCount: state.waitingCount(of: group), at: .now)
        {
            return left
        }
        gathering.stop()
        state.expectedCounts[group] = nil
        return nil
    }
}
