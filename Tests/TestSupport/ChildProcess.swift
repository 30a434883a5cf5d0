// SPDX-License-Identifier: Apache-2.0

private import CStackInspection

/// A child of this process, made by `fork`.
public enum ChildProcess {
    /// What `body` writes into an answer of zeros, run in a child, where the calling thread is the only
    /// one; nil where the child ended otherwise than by returning, or not within ten seconds.
    public static func answer(
        byteCount: Int,
        of body: (inout MutableSpan<UInt8>) -> Void
    ) -> [UInt8]? {
        var answer = [UInt8](repeating: 0, count: byteCount)
        let hasEnded = withoutActuallyEscaping(body) { body in
            var argument = (body: body, byteCount: byteCount)
            return unsafe withUnsafeMutablePointer(to: &argument) { argument in
                unsafe run_in_child(run, argument, &answer, byteCount) != 0
            }
        }
        return hasEnded ? answer : nil
    }

    private typealias Argument = (body: (inout MutableSpan<UInt8>) -> Void, byteCount: Int)

    private static let run:
        @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?) -> Void = {
            let argument = unsafe $0!.assumingMemoryBound(to: Argument.self).pointee
            var answer = unsafe MutableSpan(_unsafeStart: $1!, count: argument.byteCount)
            argument.body(&answer)
        }
}
