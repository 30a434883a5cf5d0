// SPDX-License-Identifier: Apache-2.0

private import Synchronization

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// How many times `fork` has made this process out of one that used the library: what a child must
/// not take over from its parent is kept together with the count of when it was made.
///
/// The count goes up in the child before its `fork` returns. `vfork`, `_Fork` and the bare system
/// calls do not tell.
enum ForkCount {
    private static let count = Atomic(0)

    /// The handler is in place; it meets a count that is there already.
    private static let isCounting: Bool = {
        _ = count.load(ordering: .relaxed)
        return pthread_atfork(nil, nil) { count.wrappingAdd(1, ordering: .relaxed) } == 0
    }()

    /// This process' count. Stops the process if the system has no memory for the handler.
    static var current: Int {
        precondition(isCounting, "the system has no memory for a handler of fork")
        return count.load(ordering: .relaxed)
    }
}
