extension RSAPublicKey: RSABatchKey {
    /// Runs one operation for each key, as ``RSABatchKey`` says.
    static func performBatch(
        _ keys: Span<RSAPublicKey>,
        outcomes: inout MutableSpan<RSAError?>,
        load: (Int, Range<Int>, Workspace) throws(RSAError) -> Void,
        finish: (Int, Range<Int>, Workspace) throws(RSAError) -> Void
    ) throws(RSAError) {
        try performBatch(
            keys,
            outcomes: &outcomes,
            load: load,
            exponentiate: { $0.exponentiate() },
            finish: finish
        )
    }
}

extension RSABatchLanes<RSAPublicKey> {
    /// output = input ^ e mod n in every lane.
    func exponentiate() {
        if exponentiateInLanes() { return }
        for lane in 0..<count { keys[lane]!.exponentiate(workspaces[lane]!) }
    }

    /// From this many operations on, eight lanes cost less than as many single operations. Measured:
    /// eight lanes take as long as 5.9 single operations at 2,048 bits, 7.0 at 3,072, 7.5 at 4,096.
    private static func minimumLaneCount(modulusLimbCount: Int) -> Int {
        modulusLimbCount <= 32 ? 6 : 8
    }

    /// The same on the lane kernel; false if the keys' kernel has no lanes for their size, or single
    /// operations cost less.
    private func exponentiateInLanes() -> Bool {
        guard let first = keys[0],
            count >= Self.minimumLaneCount(modulusLimbCount: first.modulus.limbCount),
            let functions = first.modulus.laneFunctions
        else { return false }
        var contexts = unsafe LaneContexts(repeating: nil)
        var inputs = unsafe LaneInputs(repeating: nil)
        var outputs = unsafe LaneOutputs(repeating: nil)
        var exponents = [8 of UInt64](repeating: first.exponent)
        for lane in 0..<montgomeryLaneCount {
            // Lanes not in use repeat the first one.
            let key = keys[lane] ?? first
            guard let workspace = workspaces[lane] ?? workspaces[0] else { return false }
            unsafe contexts[lane] = key.modulus.laneContextBase
            unsafe inputs[lane] = LimbPointer(workspace.input)
            unsafe outputs[lane] = workspace.output
            exponents[lane] = key.exponent
        }
        let lanes = unsafe ModulusLanes(
            functions: functions,
            contexts: contexts,
            limbCount: first.modulus.limbCount
        )
        unsafe lanes.powerPublic(outputs, inputs, exponents)
        return true
    }
}
