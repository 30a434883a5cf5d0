/// How a batch is cut: windows of operations, in which those of one shape are brought together.
struct RSABatchWindow: ~Copyable {
    static var maximumCount: Int { 64 }

    /// Each operation's bytes among the batch's.
    private(set) var ranges = [64 of Range<Int>](repeating: 0..<0)
    /// One bit for each operation of the window that has not been taken yet.
    private var pending: UInt64

    init(count: Int) {
        pending = count == Self.maximumCount ? .max : (1 << UInt64(count)) - 1
    }

    mutating func setRange(_ range: Range<Int>, at index: Int) { ranges[index] = range }

    /// Takes up to `lanes.count` operations of the first pending one's shape; returns how many.
    mutating func take(
        into lanes: inout [8 of Int],
        sameShape: (Int, Int) -> Bool
    ) -> Int {
        var count = 0
        var remaining = pending
        let first = pending.trailingZeroBitCount
        while remaining != 0, count < lanes.count {
            let index = remaining.trailingZeroBitCount
            remaining &= remaining - 1
            guard index == first || sameShape(first, index) else { continue }
            lanes[count] = index
            pending &= ~(1 << UInt64(index))
            count += 1
        }
        return count
    }
}
