/// Up to eight private operations of one shape, each with its key and its workspace, on their way
/// through the kernel together.
struct RSAPrivateLanes {
    static var maximumCount: Int { 8 }

    private(set) var keys = [8 of RSAPrivateKey?](repeating: nil)
    private(set) var workspaces = [8 of Workspace?](repeating: nil)
    /// The operations' places in the batch's window.
    private(set) var indices = [8 of Int](repeating: 0)
    private(set) var count = 0

    mutating func append(_ key: RSAPrivateKey, _ workspace: Workspace, index: Int) {
        keys[count] = key
        workspaces[count] = workspace
        indices[count] = index
        count += 1
    }

    /// output = input ^ d mod n in every lane, to be checked. `change` gets each operation's place
    /// in the window and its workspace between the two halves and their recombination.
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
