internal import HandshakeSecrets

/// RSAEP and RSAVP1 of RFC 8017 sections 5.1.1 and 5.2.2, with no padding: a building block, not
/// encryption.
extension RSAPublicKey {
    /// output = input ^ e mod n. Both are big-endian and ``modulusByteCount`` bytes long. Throws
    /// ``RSAError/inputOutOfRange`` for an input that is not below the modulus.
    public func rawOperation(
        _ input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        guard usage == .unrestricted else { throw .notAllowedForKey }
        guard output.count == modulusByteCount else { throw .wrongOutputLength }
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        try load(input, workspace)
        exponentiate(workspace)
        unsafe LimbArithmetic.store(workspace.output, count: modulus.limbCount, into: &output)
    }

    /// ``rawOperation(_:into:)`` on arrays.
    public func rawOperation(_ input: [UInt8]) throws(RSAError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: modulusByteCount)
        var span = output.mutableSpan
        try rawOperation(input.span, into: &span)
        return output
    }

    /// Puts an input of the modulus' length and below the modulus into a workspace.
    func load(_ input: Span<UInt8>, _ workspace: Workspace) throws(RSAError) {
        guard input.count == modulusByteCount else { throw .wrongInputLength }
        unsafe LimbArithmetic.load(workspace.input, count: modulus.limbCount, from: input)
        let isInRange = unsafe LimbArithmetic.less(
            workspace.input,
            modulus.limbs.base,
            count: modulus.limbCount
        )
        guard declassify(isInRange.bits != 0, because: "only a wrong input is not in range") else {
            throw .inputOutOfRange
        }
    }

    /// output = input ^ e mod n on a workspace.
    func exponentiate(_ workspace: Workspace) {
        unsafe modulus.powerPublic(
            workspace.output,
            workspace.input,
            exponent,
            scratch: workspace.scratch
        )
    }
}
