// SPDX-License-Identifier: Apache-2.0

/// The public operation of RFC 8017 section 5.1.1, on a workspace.
extension RSAPublicKey {
    /// Runs an operation: `load` puts a number below the modulus into the workspace's input,
    /// `finish` takes input ^ e mod n from its output.
    func perform(
        load: (Workspace) throws(RSAError) -> Void,
        finish: (Workspace) throws(RSAError) -> Void
    ) throws(RSAError) {
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        try load(workspace)
        exponentiate(workspace)
        try finish(workspace)
    }

    /// output = input ^ e mod n.
    func exponentiate(_ workspace: Workspace) {
        unsafe power(workspace.output, workspace.input, workspace)
    }

    /// check = output ^ e mod n.
    func exponentiateCheck(_ workspace: Workspace) {
        unsafe power(workspace.check, workspace.output, workspace)
    }

    /// r = base ^ e mod n. Uses the workspace's blinded input, which no operation needs any more.
    private func power(
        _ r: MutableLimbPointer,
        _ base: LimbPointer,
        _ workspace: Workspace
    ) {
        guard let word = exponent.word else {
            unsafe modulus.powerPublic(
                r,
                base,
                exponent,
                montgomeryBase: workspace.blinded,
                scratch: workspace.scratch
            )
            return
        }
        unsafe modulus.powerPublic(r, base, word, scratch: workspace.scratch)
    }

    /// input = the number that bytes[range], as long as the modulus, spell. Throws unless it is
    /// below the modulus.
    func load(_ bytes: Span<UInt8>, _ range: Range<Int>, _ workspace: Workspace) throws(RSAError) {
        unsafe LimbArithmetic.load(
            workspace.input,
            count: modulus.limbCount,
            from: bytes.extracting(range)
        )
        let isInRange = unsafe LimbArithmetic.less(
            workspace.input,
            modulus.limbs.base,
            count: modulus.limbCount
        )
        guard declassify(isInRange.bits != 0, because: "only a wrong input is not in range") else {
            throw .inputOutOfRange
        }
    }

    /// input = the number that the workspace's encoded message spells, which is below the modulus.
    func loadEncodedMessage(_ workspace: Workspace) {
        workspace.withEncodedMessage { encodedMessage in
            unsafe LimbArithmetic.load(
                workspace.input,
                count: modulus.limbCount,
                from: encodedMessage.span
            )
        }
    }

    /// bytes[range], as long as the modulus, = output.
    func store(
        _ workspace: Workspace,
        into bytes: inout MutableSpan<UInt8>,
        _ range: Range<Int>
    ) {
        unsafe LimbArithmetic.store(
            workspace.output,
            count: modulus.limbCount,
            into: &bytes,
            range
        )
    }

    /// The workspace's encoded message = output.
    func storeEncodedMessage(_ workspace: Workspace) {
        workspace.withEncodedMessage { encodedMessage in
            unsafe LimbArithmetic.store(
                workspace.output,
                count: modulus.limbCount,
                into: &encodedMessage
            )
        }
    }

    /// Throws unless the key may do what only an unrestricted one may.
    func checkUnrestricted() throws(RSAError) {
        guard usage == .unrestricted else { throw .notAllowedForKey }
    }

    /// Throws unless the key may encrypt.
    func checkEncryption() throws(RSAError) {
        try checkUnrestricted()
        guard modulusBitCount >= Self.minimumEncryptionModulusBitCount else { throw .keyTooSmall }
    }
}
