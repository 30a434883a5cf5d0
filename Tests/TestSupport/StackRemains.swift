// SPDX-License-Identifier: Apache-2.0

private import CStackInspection

/// What a function left on the stack below its caller.
public struct StackRemains {
    /// How many needles are still there.
    public let needleCount: Int
    /// How many bytes of zeros end what the function wrote to: where wiping its frames is its last
    /// act, they reach from the deepest frame down, by as much as the wiping has to spare.
    public let wipedByteCount: Int

    /// Whether frames are where the compiler puts them: not in a build with AddressSanitizer.
    public static var canBeFound: Bool { stack_inspection_works() != 0 }

    /// What `body` leaves of the needles of `needleByteCount` bytes each, one after the other.
    public init(of needles: [UInt8], each needleByteCount: Int, after body: () -> Void) {
        self = withoutActuallyEscaping(body) { body in
            var body = body
            return unsafe withUnsafeMutablePointer(to: &body) { body in
                unsafe needles.withUnsafeBufferPointer { needles in
                    unsafe StackRemains(
                        stack_remains_after(
                            { unsafe $0!.assumingMemoryBound(to: (() -> Void).self).pointee() },
                            body,
                            needles.baseAddress,
                            needleByteCount,
                            needles.count / needleByteCount
                        )
                    )
                }
            }
        }
    }

    /// What is left by a function that leaves the needle.
    public init(ofKnownLeak needle: [UInt8]) {
        var leak = needle
        self = unsafe leak.withUnsafeMutableBufferPointer { leak in
            var argument = unsafe stack_leak(bytes: leak.baseAddress, byte_count: leak.count)
            return unsafe StackRemains(
                stack_remains_after(stack_leave, &argument, needle, needle.count, 1)
            )
        }
    }

    private init(_ remains: stack_remains) {
        needleCount = remains.needle_count
        wipedByteCount = remains.wiped_byte_count
    }
}
