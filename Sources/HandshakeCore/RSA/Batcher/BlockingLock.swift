// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// A lock that threads can wait on for a condition: what `Mutex` of the standard library lacks.
/// Waiting blocks the thread, so none of the cooperative pool may come here to wait.
@safe final class BlockingLock<State>: @unchecked Sendable {
    private var state: State
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init(_ state: sending State) {
        self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        #if canImport(Darwin)
        unsafe pthread_cond_init(condition, nil)
        #else
        // Deadlines must not move when somebody sets the clock.
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
        #endif
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Calls `body` again and again until it gives a result; between two calls it waits for a
    /// ``signal()``, or for as long as `body` said.
    func waitUntil<Result>(_ body: (inout State) -> WaitOutcome<Result>) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            switch body(&state) {
            case .done(let result): return result
            case .wait: unsafe pthread_cond_wait(condition, mutex)
            case .waitAtMost(let duration): wait(atMost: duration)
            }
        }
    }

    /// The system's clock ends somewhere: the longest wait is cut, and asked for again.
    private static var longestWait: Duration { .seconds(86_400) }

    private func wait(atMost duration: Duration) {
        let (seconds, attoseconds) = min(duration, Self.longestWait).components
        let nanoseconds = Int(attoseconds / 1_000_000_000)
        #if canImport(Darwin)
        var relative = timespec(tv_sec: Int(seconds), tv_nsec: nanoseconds)
        unsafe pthread_cond_timedwait_relative_np(condition, mutex, &relative)
        #else
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &deadline)
        deadline.tv_sec += Int(seconds)
        deadline.tv_nsec += nanoseconds
        if deadline.tv_nsec >= 1_000_000_000 {
            deadline.tv_sec += 1
            deadline.tv_nsec -= 1_000_000_000
        }
        unsafe pthread_cond_timedwait(condition, mutex, &deadline)
        #endif
    }

    /// Wakes one waiting thread.
    func signal() { unsafe pthread_cond_signal(condition) }

    /// Wakes all waiting threads.
    func broadcast() { unsafe pthread_cond_broadcast(condition) }
}

/// What a thread that holds a ``BlockingLock`` does next.
enum WaitOutcome<Result> {
    case done(Result)
    case wait
    case waitAtMost(Duration)
}
