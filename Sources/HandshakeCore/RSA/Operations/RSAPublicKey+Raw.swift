// SPDX-License-Identifier: Apache-2.0

/// RSAEP and RSAVP1 of RFC 8017 sections 5.1.1 and 5.2.2, with no padding: a building block, not
/// encryption.
extension RSAPublicKey {
    /// output = input ^ e mod n, both big-endian: the input is ``modulusByteCount`` bytes long, and as
    /// many are written to the start of `output`. Allocates nothing. Throws
    /// ``RSAError/inputOutOfRange`` for an input that is not below the modulus.
    public func rawOperation(
        _ input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        guard output.count >= modulusByteCount else { throw .wrongOutputLength }
        try perform { workspace throws(RSAError) in
            try loadRaw(input, workspace)
        } finish: { workspace throws(RSAError) in
            store(workspace, into: &output, 0..<modulusByteCount)
        }
    }

    /// ``rawOperation(_:into:)`` on arrays.
    public func rawOperation(_ input: [UInt8]) throws(RSAError) -> [UInt8] {
        try [UInt8](byteCount: modulusByteCount) { output throws(RSAError) in
            try rawOperation(input.span, into: &output)
        }
    }

    /// Raw operations with one key each: the inputs, each as long as its key's modulus, lie one
    /// after another, and so do the outputs. `outcomes` says for each operation why it failed, or
    /// `nil`; the output of a failed one is left as it was. Allocates nothing. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if the lengths do not belong together.
    public static func rawOperation(
        _ keys: Span<RSAPublicKey>,
        _ inputs: Span<UInt8>,
        into outputs: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let byteCount = modulusByteCount(keys)
        try RSABatchMismatch.check("inputs", inputs.count, is: byteCount)
        try RSABatchMismatch.check("outputs", outputs.count, hasRoomFor: byteCount)
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].loadRaw(inputs.extracting(range), workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].store(workspace, into: &outputs, range)
        }
    }

    /// Raw operations with one key each: each one's output, or why there is none. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if there are not as many inputs as keys.
    public static func rawOperation(
        _ keys: [RSAPublicKey],
        _ inputs: [[UInt8]]
    ) throws(RSAError) -> [Result<[UInt8], RSAError>] {
        try RSABatchMismatch.check("inputs", inputs.count, is: keys.count)
        return try batch(keys) { outcomes, results throws(RSAError) in
            try performBatch(keys.span, outcomes: &outcomes) {
                index,
                _,
                workspace throws(RSAError) in
                let input = inputs[index]
                try keys[index].loadRaw(input.span, workspace)
            } finish: { index, _, workspace throws(RSAError) in
                results[index] = keys[index].output(workspace)
            }
        }
    }

    /// A number for a key that may do raw operations.
    func loadRaw(_ input: Span<UInt8>, _ workspace: Workspace) throws(RSAError) {
        try checkUnrestricted()
        guard input.count == modulusByteCount else { throw .wrongInputLength }
        try load(input, 0..<input.count, workspace)
    }
}
