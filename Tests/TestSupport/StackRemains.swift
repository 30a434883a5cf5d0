private import CStackInspection

/// How many of the needles, 16 bytes each, one after the other, `body` leaves on the stack below.
public func stackRemains(of needles: [UInt8], after body: () -> Void) -> Int {
    withoutActuallyEscaping(body) { body in
        var body = body
        return unsafe withUnsafeMutablePointer(to: &body) { body in
            unsafe needles.withUnsafeBufferPointer { needles in
                unsafe stack_remains(
                    { unsafe $0!.assumingMemoryBound(to: (() -> Void).self).pointee() },
                    body,
                    needles.baseAddress,
                    needles.count / Int(STACK_NEEDLE_BYTES)
                )
            }
        }
    }
}

/// What ``stackRemains(of:after:)`` answers for a function that leaves the needle: 1.
public func stackRemainsOfKnownLeak(of needle: [UInt8]) -> Int {
    var needle = needle
    return unsafe needle.withUnsafeMutableBytes { needle in
        let bytes = needle.baseAddress!
        return unsafe stack_remains(
            stack_leave,
            bytes,
            bytes.assumingMemoryBound(to: UInt8.self),
            1
        )
    }
}
