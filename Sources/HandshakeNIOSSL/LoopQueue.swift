// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
private import Synchronization

/// The requests of one event loop on their way to the batcher and back.
///
/// A full batch goes to the batcher at once. Fewer requests go there at the end of the loop's turn,
/// when it has read from every channel that was ready, unless earlier ones are still out: then they
/// wait for those, and fill up (as Nagle's algorithm does with small segments, RFC 896). So a lone
/// connection never waits for others, and under load batches are full.
///
/// Everything but ``answer(_:_:)`` is called on the loop.
final class LoopQueue: Sendable {
    /// What a batch takes at most.
    private static var batchCount: Int { 8 }

    private struct State {
        var waiting: [KeyRequest] = []
        /// Given to the batcher, and not answered on the loop.
        var outCount = 0
        var isSubmissionScheduled = false
        /// Answered by the batcher, and not yet on the loop.
        var answered: [(request: KeyRequest, answer: KeyRequest.Answer)] = []

        mutating func takeWaiting() -> [KeyRequest] {
            defer { waiting.removeAll(keepingCapacity: true) }
            outCount += waiting.count
            return waiting
        }
    }

    let loop: any EventLoop
    private let collector: RequestCollector
    private let state = Mutex(State())

    init(loop: any EventLoop, collector: RequestCollector) {
        self.loop = loop
        self.collector = collector
    }

    func add(_ request: KeyRequest) {
        let batch = state.withLock { state -> [KeyRequest] in
            state.waiting.append(request)
            return state.waiting.count >= Self.batchCount ? state.takeWaiting() : []
        }
        if batch.isEmpty { scheduleSubmission() } else { submit(batch) }
    }

    /// Fails a request that the batcher has not begun.
    func withdraw(_ request: KeyRequest) {
        let wasWaiting = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === request }) else {
                return false
            }
            state.waiting.remove(at: index)
            return true
        }
        if wasWaiting {
            request.finish(.failure(.channelClosed))
        } else {
            collector.cancel(request)
        }
    }

    /// Has what waits submitted at the end of the turn, if nothing is out.
    private func scheduleSubmission() {
        let isWanted = state.withLock { state in
            guard !state.waiting.isEmpty, state.outCount == 0, !state.isSubmissionScheduled else {
                return false
            }
            state.isSubmissionScheduled = true
            return true
        }
        guard isWanted else { return }
        loop.execute {
            let batch = self.state.withLock { state in
                state.isSubmissionScheduled = false
                return state.outCount == 0 ? state.takeWaiting() : []
            }
            self.submit(batch)
            self.leaveIfIdle()
        }
    }

    private func submit(_ batch: [KeyRequest]) {
        for request in batch {
            collector.submit(request) { self.answer(request, $0) }
        }
    }

    /// Takes an answer to the loop, together with those that come meanwhile. On any thread.
    private func answer(_ request: KeyRequest, _ answer: KeyRequest.Answer) {
        let isFirst = state.withLock { state in
            state.answered.append((request, answer))
            return state.answered.count == 1
        }
        if isFirst { loop.execute { self.finishAnswered() } }
    }

    private func finishAnswered() {
        let answered = state.withLock { state in
            let answered = state.answered
            state.answered = []
            state.outCount -= answered.count
            return answered
        }
        for (request, answer) in answered { request.finish(answer) }
        scheduleSubmission()
        leaveIfIdle()
    }

    private func leaveIfIdle() {
        let isIdle = state.withLock { $0.outCount == 0 && $0.waiting.isEmpty }
        if isIdle { collector.remove(self) }
    }
}
