// SPDX-License-Identifier: Apache-2.0

extension RSAPrivateKey: RSABatchKey {
    /// Runs one operation: `load` puts a number below the modulus into the workspace's input,
    /// `finish` takes input ^ d mod n from its output.
    func perform(
        load: (Workspace) throws(RSAError) -> Void,
        finish: (Workspace) throws(RSAError) -> Void
    ) throws(RSAError) {
        let workspace = workspaces.take()
        defer { workspaces.giveBack(workspace) }
        try load(workspace)
        try exponentiate(workspace)
        try finish(workspace)
    }

    /// Runs one operation for each key, as ``RSABatchKey`` says. `finish` gets checked results only;
    /// `change` gets each operation's index and workspace between the two halves and their
    /// recombination.
    static func performBatch(
        _ keys: Span<RSAPrivateKey>,
        outcomes: inout MutableSpan<RSAError?>,
        betweenHalves change: (Int, Workspace) -> Void = { _, _ in },
        load: (Int, Range<Int>, Workspace) throws(RSAError) -> Void,
        finish: (Int, Range<Int>, Workspace) throws(RSAError) -> Void
    ) throws(RSAError) {
        try performBatch(keys, outcomes: &outcomes, load: load) { lanes in
            lanes.exponentiate(betweenHalves: change)
        } finish: { index, range, workspace throws(RSAError) in
            try keys[index].verify(workspace)
            try finish(index, range, workspace)
        }
    }
}

extension RSABatchLanes<RSAPrivateKey> {
    /// output = input ^ d mod n in every lane, to be checked. `change` gets each operation's index
    /// and its workspace between the two halves and their recombination.
    func exponentiate(betweenHalves change: (Int, Workspace) -> Void) {
        if let kernel = RSAPrivateLaneKernel(self) {
            kernel.blind()
            kernel.exponentiateModuloPrimes()
            for lane in 0..<count { change(indices[lane], workspaces[lane]!) }
            kernel.finish()
            return
        }
        for lane in 0..<count {
            let key = keys[lane]!
            let workspace = workspaces[lane]!
            key.blind(workspace)
            key.exponentiateModuloPrimes(workspace)
            change(indices[lane], workspace)
            key.recombineAndUnblind(workspace)
            key.publicKey.exponentiateCheck(workspace)
        }
    }
}
