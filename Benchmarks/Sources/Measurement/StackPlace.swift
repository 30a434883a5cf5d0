// SPDX-License-Identifier: Apache-2.0

private import CCores

/// Where on the stack a turn works. Caches and predictors go by parts of addresses, and two places
/// that are alike to them get in each other's way: with one place for all turns, that would be in
/// every sample of one process, and in none of the next.
enum StackPlace {
    /// How far down the stack a turn may begin: sixteen pages.
    private static let range = 65_536
    /// A cache line, and what code on the stack expects to be aligned to.
    private static let step = 64

    /// Calls `body` at a place that is chosen at random.
    static func random<Value, Failure>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var result: Result<Value, Failure>?
        let byteCount = Self.step * Int.random(in: 0..<Self.range / Self.step)
        withoutActuallyEscaping(body) { body in
            var call = {
                do throws(Failure) { result = .success(try body()) } catch {
                    result = .failure(error)
                }
            }
            unsafe withUnsafeMutablePointer(to: &call) { call in
                unsafe cores_call_below(
                    byteCount,
                    { call in unsafe call!.assumingMemoryBound(to: (() -> Void).self).pointee() },
                    call
                )
            }
        }
        return try result!.get()
    }
}
