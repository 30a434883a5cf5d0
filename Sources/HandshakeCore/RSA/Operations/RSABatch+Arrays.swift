// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// `byteCount` bytes that `body` writes.
    init<Failure: Error>(
        byteCount: Int,
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        self.init(repeating: 0, count: byteCount)
        var span = mutableSpan
        try body(&span)
    }
}

extension RSAPublicKey {
    /// What an operation put out, as long as the modulus.
    func output(_ workspace: Workspace) -> [UInt8] {
        [UInt8](byteCount: modulusByteCount) { store(workspace, into: &$0, 0..<modulusByteCount) }
    }
}

extension RSABatchKey {
    /// Runs a batch whose results are arrays: `body` fills both, an outcome for each key and a result
    /// for each that has not failed.
    static func batch(
        _ keys: [Self],
        _ body: (
            inout MutableSpan<RSAError?>, inout MutableSpan<[UInt8]>
        ) throws(RSAError) -> Void
    ) throws(RSAError) -> [Result<[UInt8], RSAError>] {
        var outcomes = [RSAError?](repeating: nil, count: keys.count)
        var results = [[UInt8]](repeating: [], count: keys.count)
        var outcomeSpan = outcomes.mutableSpan
        var resultSpan = results.mutableSpan
        try body(&outcomeSpan, &resultSpan)
        return zip(outcomes, results).map { outcome, result in
            if let outcome { .failure(outcome) } else { .success(result) }
        }
    }
}
