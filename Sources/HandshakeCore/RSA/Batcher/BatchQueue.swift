/// A bounded queue whose elements are taken in batches by threads of its own.
///
/// Elements of one group fit into one batch (keys of one size). Each element that ``add(_:)`` takes is
/// given to `process` exactly once, or back to whoever removes it.
final class BatchQueue<Element: AnyObject & Sendable>: Sendable {
    struct Limits: Sendable {
        var threadCount: Int
        var batchCount: Int
        var waitingCount: Int
        var delay: Duration
    }

    enum Refusal: Error { case full, closed, withdrawn }

    private struct Waiting {
        var element: Element
        var since: ContinuousClock.Instant
    }

    private struct State {
        var groups: [Int: [Waiting]] = [:]
        var count = 0
        var isClosed = false
        var liveThreadCount = 0
        var whenEnded: [@Sendable () -> Void] = []
    }

    private let limits: Limits
    private let lock = BlockingLock(State())
    private let group: @Sendable (Element) -> Int
    private let process: @Sendable ([Element], ContinuousClock.Instant) -> Void

    init(
        limits: Limits,
        group: @escaping @Sendable (Element) -> Int,
        process: @escaping @Sendable ([Element], _ oldest: ContinuousClock.Instant) -> Void
    ) {
        self.limits = limits
        self.group = group
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

    /// Puts an element at the end. `isWithdrawn` is asked under the lock that ``remove(where:)`` takes,
    /// so that an element that was to be removed before it came is not added.
    func add(_ element: Element, unless isWithdrawn: () -> Bool) throws(Refusal) {
        let outcome: Result<Bool, Refusal> = lock.withLock { state in
            if isWithdrawn() { return .failure(.withdrawn) }
            if state.isClosed { return .failure(.closed) }
            if state.count >= limits.waitingCount { return .failure(.full) }
            let group = group(element)
            state.groups[group, default: []].append(Waiting(element: element, since: .now))
            state.count += 1
            let count = state.groups[group]?.count ?? 0
            return .success(limits.delay == .zero || count == 1 || count >= limits.batchCount)
        }
        // Where a batch that is not full may wait, the first of it has woken a thread.
        if try outcome.get() { lock.signal() }
    }

    /// Takes out the element that `isWanted` if no thread has it yet. `mark` is called under the lock.
    func remove(where isWanted: (Element) -> Bool, mark: () -> Void) -> Element? {
        lock.withLock { state in
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
        let hasEnded = lock.withLock { state in
            state.isClosed = true
            if state.liveThreadCount > 0 { state.whenEnded.append(whenEnded) }
            return state.liveThreadCount == 0
        }
        lock.broadcast()
        if hasEnded { whenEnded() }
    }

    private func work() {
        while let (batch, oldest) = nextBatch() { process(batch, oldest) }
        let whenEnded = lock.withLock { state in
            state.liveThreadCount -= 1
            guard state.liveThreadCount == 0 else { return [] as [@Sendable () -> Void] }
            defer { state.whenEnded = [] }
            return state.whenEnded
        }
        for body in whenEnded { body() }
    }

    /// The oldest element and as many more of its group as fit; waits for the first one, and for more
    /// no longer than the delay. Nil when the queue is closed and empty.
    private func nextBatch() -> ([Element], oldest: ContinuousClock.Instant)? {
        typealias Batch = (elements: [Element], oldest: ContinuousClock.Instant)
        let (batch, isMoreWaiting) = lock.waitUntil { state -> WaitOutcome<(Batch?, Bool)> in
            let oldest = state.groups.filter { !$0.value.isEmpty }
                .min { $0.value[0].since < $1.value[0].since }
            guard let (group, waiting) = oldest else {
                return state.isClosed ? .done((nil, false)) : .wait
            }
            if limits.delay > .zero, waiting.count < limits.batchCount, !state.isClosed {
                let left = limits.delay - (.now - waiting[0].since)
                if left > .zero { return .waitAtMost(left) }
            }
            let batch = waiting.prefix(limits.batchCount).map(\.element)
            state.groups[group]?.removeFirst(batch.count)
            state.count -= batch.count
            return .done(((batch, waiting[0].since), state.count > 0))
        }
        if isMoreWaiting { lock.signal() }
        return batch
    }
}
