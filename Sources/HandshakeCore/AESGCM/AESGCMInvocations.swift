/// The invocation numbers of one key: each is used once, in order, up to a limit (SP 800-38D, 8.2.1
/// and 8.3). A record layer's sequence number.
package struct AESGCMInvocations: Sendable {
    /// The number of the next invocation.
    @usableFromInline package internal(set) var next: UInt64
    /// How many invocations are left.
    @usableFromInline package internal(set) var left: UInt64
    /// Whether what runs out first is the numbers, and not the limit.
    package let endsWithNumbers: Bool

    /// Numbers from `first` on, at most `limit` of them, and never beyond 2^64 - 1.
    package init(first: UInt64, limit: UInt64) {
        next = first
        endsWithNumbers = limit > UInt64.max - first
        left = endsWithNumbers ? UInt64.max - first + 1 : limit
    }

    /// Uses up the next `count` numbers, which must be left.
    @inlinable @inline(__always)
    package mutating func advance(by count: Int = 1) {
        precondition(left >= UInt64(count))
        next &+= UInt64(count)
        left &-= UInt64(count)
    }
}
