internal import HandshakeSecrets

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
        guard usage == .unrestricted else { throw .notAllowedForKey }
        guard output.count == modulusByteCount else { throw .wrongOutputLength }
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        try publicKey.load(input, workspace)
        blind(workspace)
        exponentiateModuloPrimes(workspace)
        let count = primeP.limbCount
        var halfP = unsafe MutableSpan(_unsafeStart: workspace.residueP, count: count)
        var halfQ = unsafe MutableSpan(_unsafeStart: workspace.residueQ, count: count)
        change(&halfP, &halfQ)
        try finish(workspace)
        unsafe LimbArithmetic.store(
            workspace.output,
            count: publicKey.modulus.limbCount,
            into: &output
        )
    }
}
