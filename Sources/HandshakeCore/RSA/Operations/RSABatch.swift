// SPDX-License-Identifier: Apache-2.0

/// A key that operations run with, in batches with others of its kind.
protocol RSABatchKey: AnyObject {
    var modulusByteCount: Int { get }
    var workspaces: WorkspacePool { get }
}

extension RSABatchKey {
    /// The length of all operations' numbers, one after another.
    static func modulusByteCount(_ keys: Span<Self>) -> Int {
        var byteCount = 0
        for index in 0..<keys.count { byteCount += keys[index].modulusByteCount }
        return byteCount
    }

    /// What two keys need in common to share a batch of the kernel.
    private var shape: WorkspaceLayout { workspaces.layout }

    /// Runs one operation for each key, any keys in any order, up to eight of a shape together.
    /// `load` and `finish` get the operation's index, where its number lies if all of the batch's lie
    /// one after another, and its workspace; what they throw is that operation's outcome.
    /// `exponentiate` raises the numbers between the two.
    static func performBatch(
        _ keys: Span<Self>,
        outcomes: inout MutableSpan<RSAError?>,
        load: (Int, Range<Int>, Workspace) throws(RSAError) -> Void,
        exponentiate: (RSABatchLanes<Self>) -> Void,
        finish: (Int, Range<Int>, Workspace) throws(RSAError) -> Void
    ) throws(RSAError) {
        try RSABatchMismatch.check("outcomes", outcomes.count, is: keys.count)
        var indices = Lanes<Int>(repeating: 0)
        var offset = 0
        for start in stride(from: 0, to: keys.count, by: RSABatchWindow.maximumCount) {
            let count = min(RSABatchWindow.maximumCount, keys.count - start)
            var window = RSABatchWindow(count: count)
            for index in 0..<count {
                let end = offset + keys[start + index].modulusByteCount
                window.setRange(offset..<end, at: index)
                offset = end
            }
            while true {
                let laneCount = window.take(into: &indices) {
                    keys[start + $0].shape == keys[start + $1].shape
                }
                guard laneCount > 0 else { break }

                var lanes = RSABatchLanes<Self>()
                for lane in 0..<laneCount {
                    let index = start + indices[lane]
                    let workspace = keys[index].workspaces.take()
                    do throws(RSAError) {
                        try load(index, window.ranges[indices[lane]], workspace)
                        lanes.append(keys[index], workspace, index: index)
                    } catch {
                        outcomes[index] = error
                        keys[index].workspaces.giveBack(workspace)
                    }
                }
                exponentiate(lanes)
                for lane in 0..<lanes.count {
                    let index = lanes.indices[lane]
                    let workspace = lanes.workspaces[lane]!
                    do throws(RSAError) {
                        try finish(index, window.ranges[index - start], workspace)
                        outcomes[index] = nil
                    } catch {
                        outcomes[index] = error
                    }
                    keys[index].workspaces.giveBack(workspace)
                }
            }
        }
    }
}

/// Up to eight operations of one shape, each with its key and its workspace, on their way through the
/// kernel together.
struct RSABatchLanes<Key: RSABatchKey> {
    static var maximumCount: Int { montgomeryLaneCount }

    private(set) var keys = Lanes<Key?>(repeating: nil)
    private(set) var workspaces = Lanes<Workspace?>(repeating: nil)
    /// The operations' places in the batch.
    private(set) var indices = Lanes<Int>(repeating: 0)
    private(set) var count = 0

    mutating func append(_ key: Key, _ workspace: Workspace, index: Int) {
        keys[count] = key
        workspaces[count] = workspace
        indices[count] = index
        count += 1
    }
}

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
        into lanes: inout Lanes<Int>,
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
