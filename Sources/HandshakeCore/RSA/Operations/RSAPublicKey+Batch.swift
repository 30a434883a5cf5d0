// SPDX-License-Identifier: Apache-2.0

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

    /// The same on the lane kernel; false if the keys' kernel has no lanes for their size or for an
    /// exponent, or single operations cost less.
    private func exponentiateInLanes() -> Bool {
        guard let first = keys[0], let firstExponent = first.exponent.word,
            let functions = unsafe first.modulus.laneFunctions,
            let minimumCount = first.modulus.minimumPublicCount, count >= minimumCount
        else { return false }
        var contexts = unsafe LaneContexts(repeating: nil)
        var inputs = unsafe LaneInputs(repeating: nil)
        var outputs = unsafe LaneOutputs(repeating: nil)
        var exponents = Lanes<UInt64>(repeating: firstExponent)
        for lane in 0..<montgomeryLaneCount {
            // Lanes not in use repeat the first one.
            let key = keys[lane] ?? first
            guard let exponent = key.exponent.word else { return false }
            guard let workspace = workspaces[lane] ?? workspaces[0] else { return false }
            unsafe contexts[lane] = key.modulus.laneContextBase
            unsafe inputs[lane] = LimbPointer(workspace.input)
            unsafe outputs[lane] = workspace.output
            exponents[lane] = exponent
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
