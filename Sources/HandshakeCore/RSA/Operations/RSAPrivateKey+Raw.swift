// SPDX-License-Identifier: Apache-2.0

/// RSADP and RSASP1 of RFC 8017 sections 5.1.2 and 5.2.1, with no padding: a building block, not
/// decryption.
extension RSAPrivateKey {
    /// output = input ^ d mod n, both big-endian: the input is ``modulusByteCount`` bytes long, and as
    /// many are written to the start of `output`. Allocates nothing. Throws
    /// ``RSAError/inputOutOfRange`` for an input that is not below the modulus, and
    /// ``RSAError/faultDetected`` if the result is wrong.
    public func rawOperation(
        _ input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        try rawOperation(input, into: &output) { _, _ in }
    }

    /// ``rawOperation(_:into:)`` on arrays.
    public func rawOperation(_ input: [UInt8]) throws(RSAError) -> [UInt8] {
        try [UInt8](byteCount: modulusByteCount) { output throws(RSAError) in
            try rawOperation(input.span, into: &output)
        }
    }

    /// The raw operation with a step between the two halves and their recombination, which a test
    /// injects faults with; the empty step costs nothing.
    @inline(__always)
    package func rawOperation(
        _ input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
        betweenHalves change: (inout MutableSpan<UInt64>, inout MutableSpan<UInt64>) -> Void
    ) throws(RSAError) {
        guard output.count >= modulusByteCount else { throw .wrongOutputLength }
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        try loadRaw(input, workspace)
        blind(workspace)
        exponentiateModuloPrimes(workspace)
        workspace.withHalves(change)
        try finish(workspace)
        publicKey.store(workspace, into: &output, 0..<modulusByteCount)
    }

    /// Raw operations with one key each: the inputs, each as long as its key's modulus, lie one
    /// after another, and so do the outputs. `outcomes` says for each operation why it failed, or
    /// `nil`; the output of a failed one is left as it was. Allocates nothing. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if the lengths do not belong together.
    public static func rawOperation(
        _ keys: Span<RSAPrivateKey>,
        _ inputs: Span<UInt8>,
        into outputs: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        try rawOperation(keys, inputs, into: &outputs, outcomes: &outcomes) { _, _, _ in }
    }

    /// Raw operations with a step between the two halves of each and their recombination, which a
    /// test injects faults with.
    package static func rawOperation(
        _ keys: Span<RSAPrivateKey>,
        _ inputs: Span<UInt8>,
        into outputs: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>,
        betweenHalves change: (Int, inout MutableSpan<UInt64>, inout MutableSpan<UInt64>) -> Void
    ) throws(RSAError) {
        let byteCount = modulusByteCount(keys)
        try RSABatchMismatch.check("inputs", inputs.count, is: byteCount)
        try RSABatchMismatch.check("outputs", outputs.count, hasRoomFor: byteCount)
        try performBatch(
            keys,
            outcomes: &outcomes,
            betweenHalves: { index, workspace in
                workspace.withHalves { change(index, &$0, &$1) }
            },
            load: { index, range, workspace throws(RSAError) in
                try keys[index].loadRaw(inputs.extracting(range), workspace)
            },
            finish: { index, range, workspace throws(RSAError) in
                keys[index].publicKey.store(workspace, into: &outputs, range)
            }
        )
    }

    /// Raw operations with one key each: each one's output, or why there is none. Throws
    /// ``RSAError/inconsistentBatch(_:)`` if there are not as many inputs as keys.
    public static func rawOperation(
        _ keys: [RSAPrivateKey],
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
                results[index] = keys[index].publicKey.output(workspace)
            }
        }
    }

    /// A number for a key that may do raw operations.
    func loadRaw(_ input: Span<UInt8>, _ workspace: Workspace) throws(RSAError) {
        try publicKey.checkUnrestricted()
        guard input.count == modulusByteCount else { throw .wrongInputLength }
        try publicKey.load(input, 0..<input.count, workspace)
    }
}
