private import CAllocationCounter

/// Whether ``allocationCount(_:)`` can count: on Linux with glibc, without a sanitizer.
public var countsAllocations: Bool { allocation_counter_works() != 0 }

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
