/// RSADP and RSASP1 of RFC 8017 sections 5.1.2 and 5.2.1, with no padding: a building block, not
/// decryption.
extension RSAPrivateKey {
    /// output = input ^ d mod n. Both are big-endian and ``modulusByteCount`` bytes long. Throws
    /// ``RSAError/inputOutOfRange`` for an input that is not below the modulus, and
    /// ``RSAError/faultDetected`` if the result does not stand its check.
    public func rawOperation(
        _ input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        try rawOperation(input, into: &output) { _, _ in }
    }

    /// ``rawOperation(_:into:)`` on arrays.
    public func rawOperation(_ input: [UInt8]) throws(RSAError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: modulusByteCount)
        var span = output.mutableSpan
        try rawOperation(input.span, into: &span)
        return output
    }

    /// The raw operation with a step between the two halves and their recombination, which a test
    /// injects faults with; the empty step costs nothing.
    @inline(__always)
    package func rawOperation(
        _ input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
        betweenHalves change: (inout MutableSpan<UInt64>, inout MutableSpan<UInt64>) -> Void
    ) throws(RSAError) {
        try publicKey.checkUnrestricted()
        guard input.count == modulusByteCount else { throw .wrongInputLength }
        guard output.count == modulusByteCount else { throw .wrongOutputLength }
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        try publicKey.load(input, 0..<modulusByteCount, workspace)
        blind(workspace)
        exponentiateModuloPrimes(workspace)
        workspace.withHalves(change)
        try finish(workspace)
        publicKey.store(workspace, into: &output, 0..<modulusByteCount)
    }

    /// Raw operations with one key each: the inputs, each as long as its key's modulus, lie one
    /// after another, and so do the outputs. `outcomes` says for each operation why it failed, or
    /// `nil`; the output of a failed one is left as it was.
    public static func rawOperations(
        _ keys: Span<RSAPrivateKey>,
        _ inputs: Span<UInt8>,
        into outputs: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        try rawOperations(keys, inputs, into: &outputs, outcomes: &outcomes) { _, _, _ in }
    }

    /// Raw operations with a step between the two halves of each and their recombination, which a
    /// test injects faults with.
    package static func rawOperations(
        _ keys: Span<RSAPrivateKey>,
        _ inputs: Span<UInt8>,
        into outputs: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>,
        betweenHalves change: (Int, inout MutableSpan<UInt64>, inout MutableSpan<UInt64>) -> Void
    ) throws(RSAError) {
        let byteCount = modulusByteCount(keys)
        guard inputs.count == byteCount, outputs.count == byteCount else {
            throw .inconsistentBatch
        }
        try performBatch(
            keys,
            outcomes: &outcomes,
            betweenHalves: { index, workspace in
                workspace.withHalves { change(index, &$0, &$1) }
            },
            load: { index, range, workspace throws(RSAError) in
                try keys[index].publicKey.checkUnrestricted()
                try keys[index].publicKey.load(inputs, range, workspace)
            },
            finish: { index, range, workspace throws(RSAError) in
                keys[index].publicKey.store(workspace, into: &outputs, range)
            }
        )
    }
}
