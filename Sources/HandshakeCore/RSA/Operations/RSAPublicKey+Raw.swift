/// RSAEP and RSAVP1 of RFC 8017 sections 5.1.1 and 5.2.2, with no padding: a building block, not
/// encryption.
extension RSAPublicKey {
    /// output = input ^ e mod n. Both are big-endian and ``modulusByteCount`` bytes long. Throws
    /// ``RSAError/inputOutOfRange`` for an input that is not below the modulus.
    public func rawOperation(
        _ input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        try checkUnrestricted()
        guard input.count == modulusByteCount else { throw .wrongInputLength }
        guard output.count == modulusByteCount else { throw .wrongOutputLength }
        let range = 0..<modulusByteCount
        try perform { workspace throws(RSAError) in
            try load(input, range, workspace)
        } finish: { workspace throws(RSAError) in
            store(workspace, into: &output, range)
        }
    }

    /// ``rawOperation(_:into:)`` on arrays.
    public func rawOperation(_ input: [UInt8]) throws(RSAError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: modulusByteCount)
        var span = output.mutableSpan
        try rawOperation(input.span, into: &span)
        return output
    }

    /// Raw operations with one key each: the inputs, each as long as its key's modulus, lie one
    /// after another, and so do the outputs. `outcomes` says for each operation why it failed, or
    /// `nil`; the output of a failed one is left as it was.
    public static func rawOperations(
        _ keys: Span<RSAPublicKey>,
        _ inputs: Span<UInt8>,
        into outputs: inout MutableSpan<UInt8>,
        outcomes: inout MutableSpan<RSAError?>
    ) throws(RSAError) {
        let byteCount = modulusByteCount(keys)
        guard inputs.count == byteCount, outputs.count == byteCount else {
            throw .inconsistentBatch
        }
        try performBatch(keys, outcomes: &outcomes) { index, range, workspace throws(RSAError) in
            try keys[index].checkUnrestricted()
            try keys[index].load(inputs, range, workspace)
        } finish: { index, range, workspace throws(RSAError) in
            keys[index].store(workspace, into: &outputs, range)
        }
    }
}
