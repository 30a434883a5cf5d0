// SPDX-License-Identifier: Apache-2.0

/// The sequence numbers of one key's records: each is used once, in order, up to a limit (RFC 5246,
/// 6.1; RFC 8446, 5.3; the invocations of SP 800-38D, 8.2.1 and 8.3).
struct SequenceNumbers: Sendable {
    /// The number of the next record.
    private(set) var next: UInt64
    /// How many records are left.
    private(set) var left: UInt64
    /// Whether what runs out first is the numbers, and not the limit.
    let endsWithNumbers: Bool

    /// Numbers from `first` on, at most `limit` of them, and never beyond 2^64 - 1.
    init(first: UInt64, limit: UInt64) {
        next = first
        endsWithNumbers = limit > UInt64.max - first
        left = endsWithNumbers ? UInt64.max - first + 1 : limit
    }

    /// Uses up the next `count` numbers, which must be left.
    @inline(__always)
    mutating func advance(by count: Int = 1) {
        precondition(left >= UInt64(count))
        next &+= UInt64(count)
        left &-= UInt64(count)
    }
}
