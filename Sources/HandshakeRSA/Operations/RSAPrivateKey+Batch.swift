/// Batches of private operations, with any keys in any order.
extension RSAPrivateKey {
    /// The length of all operations' numbers, one after another.
    static func modulusByteCount(_ keys: Span<RSAPrivateKey>) -> Int {
        var byteCount = 0
        for index in 0..<keys.count { byteCount += keys[index].modulusByteCount }
        return byteCount
    }

    /// Runs one operation: `load` puts a number below the modulus into the workspace's input,
    /// `finish` takes input ^ d mod n from its output.
    func perform(
        load: (Workspace) throws(RSAError) -> Void,
        finish: (Workspace) throws(RSAError) -> Void
    ) throws(RSAError) {
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        try load(workspace)
        try exponentiate(workspace)
        try finish(workspace)
    }

    /// Runs one operation for each key, up to eight of a shape together. `load` and `finish` get
    /// the operation's index, where its number lies if all of the batch's lie one after another,
    /// and its workspace; what they throw is that operation's outcome.
    static func performBatch(
        _ keys: Span<RSAPrivateKey>,
        outcomes: inout MutableSpan<RSAError?>,
        betweenHalves change: (Int, Workspace) -> Void = { _, _ in },
        load: (Int, Range<Int>, Workspace) throws(RSAError) -> Void,
        finish: (Int, Range<Int>, Workspace) throws(RSAError) -> Void
    ) throws(RSAError) {
        guard outcomes.count == keys.count else { throw .inconsistentBatch }
        var lanes = [8 of Int](repeating: 0)
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
                let laneCount = window.take(into: &lanes) {
                    keys[start + $0].shape == keys[start + $1].shape
                }
                guard laneCount > 0 else { break }
                performLanes(
                    keys,
                    start: start,
                    window,
                    lanes,
                    laneCount,
                    &outcomes,
                    betweenHalves: change,
                    load: load,
                    finish: finish
                )
            }
        }
    }

    /// What two keys need in common to share a batch of the kernel.
    private var shape: WorkspaceLayout { workspaces.layout }

    private static func performLanes(
        _ keys: Span<RSAPrivateKey>,
        start: Int,
        _ window: borrowing RSABatchWindow,
        _ lanes: [8 of Int],
        _ laneCount: Int,
        _ outcomes: inout MutableSpan<RSAError?>,
        betweenHalves change: (Int, Workspace) -> Void,
        load: (Int, Range<Int>, Workspace) throws(RSAError) -> Void,
        finish: (Int, Range<Int>, Workspace) throws(RSAError) -> Void
    ) {
        var batch = RSAPrivateLanes()
        for lane in 0..<laneCount {
            let index = start + lanes[lane]
            let workspace = keys[index].workspaces.take()
            do throws(RSAError) {
                try load(index, window.ranges[lanes[lane]], workspace)
                batch.append(keys[index], workspace, index: lanes[lane])
            } catch {
                outcomes[index] = error
                keys[index].workspaces.giveBack(workspace)
            }
        }
        batch.exponentiate { change(start + $0, $1) }
        for lane in 0..<batch.count {
            let index = start + batch.indices[lane]
            let key = keys[index]
            let workspace = batch.workspaces[lane]!
            do throws(RSAError) {
                try key.verify(workspace)
                try finish(index, window.ranges[batch.indices[lane]], workspace)
                outcomes[index] = nil
            } catch {
                outcomes[index] = error
            }
            key.workspaces.giveBack(workspace)
        }
    }
}
