// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Turns concurrent private operations into batches.
///
/// Requests wait in a queue; threads of the batcher's own take up to eight of them at once, of one key
/// or of several keys of one size, and answer each exactly once. A lone request is done at once; under
/// load, batches fill with what came in while the last one ran, and with what the callers that it
/// answered ask next: a thread waits for those, an eighth of the batch's time and at most 200 µs, as
/// long as they do come. A blocking operation never runs on the caller's thread, an event loop, or the
/// cooperative pool.
///
/// A batcher belongs to the process that made it. In a child that `fork` made, it answers each request
/// with ``RSABatcherError/madeBeforeFork``, at once; what waited is answered in the parent alone.
///
/// ```swift
/// let batcher = try RSABatcher()
/// let signature = try await batcher.sign(digest: digest, scheme: .pss(.sha256), with: key)
/// ```
public final class RSABatcher: Sendable {
    /// How a batcher works.
    public struct Configuration: Sendable {
        /// The threads that operations run on, at most 1,024: one for each core that they may take.
        public var threadCount = 1
        /// The requests that may wait when another one comes with a callback; where more do, it is
        /// refused with ``RSABatcherError/queueFull``.
        public var maximumWaitingCount = 1024
        /// The same for one that comes by an asynchronous call, whose task can wait.
        public var maximumSuspendedCount = 16_384
        /// How long a request may be held back to see whether a batch fills. None by default: a
        /// batch is what waits when a thread becomes free, and who comes back from the last one.
        public var maximumDelay = Duration.zero
        /// Hears of each batch.
        public var observer: (any RSABatcherObserver)?

        /// One thread, room for 1,024 requests, and 16,384 where tasks wait, no delay.
        public init() {}
    }

    /// A request that can be cancelled: ``cancel(_:)``.
    public final class Request: Sendable {
        let isCancelled = Atomic(false)
        /// Whether a task is suspended until it is answered.
        let isAwaited: Bool

        /// A request that is yet to be made.
        public convenience init() { self.init(isAwaited: false) }

        init(isAwaited: Bool) { self.isAwaited = isAwaited }
    }

    private let queue: BatchQueue<RSABatcherJob>
    private let maximumWaitingCount, maximumSuspendedCount: Int
    private let observer: (any RSABatcherObserver)?

    private static var threadCounts: ClosedRange<Int> { 1...1024 }

    /// Starts the batcher's threads. Throws ``RSABatcherError/invalidConfiguration`` for a count out
    /// of range or a negative delay, and ``RSABatcherError/noThreads`` if the system gives none.
    public init(_ configuration: Configuration = Configuration()) throws(RSABatcherError) {
        guard Self.threadCounts.contains(configuration.threadCount),
            configuration.maximumWaitingCount >= 1, configuration.maximumSuspendedCount >= 1,
            configuration.maximumDelay >= .zero
        else { throw .invalidConfiguration }
        maximumWaitingCount = configuration.maximumWaitingCount
        maximumSuspendedCount = configuration.maximumSuspendedCount
        observer = configuration.observer
        queue = BatchQueue(
            limits: .init(
                threadCount: configuration.threadCount,
                batchCount: RSABatchLanes<RSAPrivateKey>.maximumCount,
                delay: configuration.maximumDelay
            ),
            group: { $0.key.modulusBitCount },
            smallestCount: { $0.key.minimumLaneCount },
            process: { [observer = configuration.observer] jobs, oldest, waitingCount in
                let start = ContinuousClock.now
                RSABatcherJob.run(jobs)
                let workDuration = ContinuousClock.now - start
                observer?.batchDidFinish(
                    RSABatcherBatch(
                        operationCount: jobs.count,
                        waitingCount: waitingCount,
                        modulusBitCount: jobs[0].key.modulusBitCount,
                        kernel: jobs[0].key.kernel,
                        queueDuration: start - oldest,
                        workDuration: workDuration
                    )
                )
                return workDuration
            }
        )
        guard queue.start() > 0 else { throw .noThreads }
    }

    deinit { queue.close(whenEnded: {}) }

    /// Refuses requests from now on with ``RSABatcherError/shutDown``, answers those that wait, and
    /// returns when the last one is answered and the threads have ended.
    public func shutDown() async {
        await withCheckedContinuation { continuation in
            queue.close { continuation.resume() }
        }
    }

    /// Withdraws a request that no thread has begun: it is answered with
    /// ``RSABatcherError/cancelled``. One that has begun is answered as usual.
    public func cancel(_ request: Request) {
        let job = queue.remove(
            where: { $0.request === request },
            mark: { request.isCancelled.store(true, ordering: .relaxed) }
        )
        job?.fail(.cancelled)
    }

    /// Puts a job into the queue; if that refuses it, answers it at once.
    func submit(_ job: RSABatcherJob) {
        do throws(BatchQueue<RSABatcherJob>.Refusal) {
            try queue.add(
                job,
                ifAtMost: (job.request.isAwaited ? maximumSuspendedCount : maximumWaitingCount) - 1,
                unless: { job.request.isCancelled.load(ordering: .relaxed) }
            )
        } catch {
            switch error {
            case .full: refuse(job, .queueFull)
            case .closed: refuse(job, .shutDown)
            case .withdrawn: job.fail(.cancelled)
            case .madeBeforeFork: refuse(job, .madeBeforeFork)
            }
        }
    }

    private func refuse(_ job: RSABatcherJob, _ error: RSABatcherError) {
        observer?.requestWasRefused(error)
        job.fail(error)
    }
}

/// Why a batcher gave no result.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum RSABatcherError: Error, Equatable, Sendable {
    /// As many requests wait as may; try again later, or elsewhere.
    case queueFull
    /// The batcher is being shut down.
    case shutDown
    /// The request was cancelled before it began: ``RSABatcher/cancel(_:)``.
    case cancelled
    /// The operation gave no result.
    case operation(RSAError)
    /// The configuration asks for less than one thread or waiting request, for more than 1,024
    /// threads, or a negative delay.
    case invalidConfiguration
    /// The system has no thread for the batcher.
    case noThreads
    /// This process is a child that `fork` made after the batcher: the threads are its parent's.
    /// Make another batcher.
    case madeBeforeFork
}

extension RSABatcherError: CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .queueFull: "as many requests wait as may: try again later, or elsewhere"
        case .shutDown: "the batcher is shut down"
        case .cancelled: "the request was cancelled before it began"
        case .operation(let error): error.description
        case .invalidConfiguration:
            "a batcher has 1 to 1024 threads, lets at least one request wait, and has no delay below zero"
        case .noThreads: "the system has no thread for the batcher"
        case .madeBeforeFork: "the batcher's threads are the parent process': make another batcher"
        }
    }
}
