// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// The clocks that turns are timed by, in seconds.
public enum Clock: Sendable {
    /// Time on the wall, monotonic.
    case wall
    /// Time that this thread has spent on a core: other processes' time on it does not count.
    case thread
    /// Time that all threads of this process have spent on cores.
    case process

    public func now() -> Double {
        var time = timespec()
        let identifier =
            switch self {
            case .wall: CLOCK_MONOTONIC
            case .thread: CLOCK_THREAD_CPUTIME_ID
            case .process: CLOCK_PROCESS_CPUTIME_ID
            }
        unsafe clock_gettime(identifier, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
