// SPDX-License-Identifier: Apache-2.0

private import CAllocationCounter

/// Whether this was built in debug: Swift that is not optimized allocates where optimized Swift does
/// not.
private var isDebugBuild: Bool {
    #if DEBUG
    true
    #else
    false
    #endif
}

/// Whether ``allocationCount(_:)`` counts what a user's release build allocates: on Linux with glibc,
/// in a release build, without a sanitizer.
public var countsAllocations: Bool { allocation_counter_works() != 0 && !isDebugBuild }

/// How many heap allocations `body` makes on this thread.
///
/// Run the path once before: what is made at first use, such as a global, is not the path's own.
/// Answers 0 where ``countsAllocations`` is false: enable the test by it.
public func allocationCount<Failure: Error>(
    _ body: () throws(Failure) -> Void
) throws(Failure) -> Int {
    let before = allocation_counter_value()
    try body()
    return Int(allocation_counter_value() - before)
}
