/// What is done with a secret, on one kernel.
struct Operation {
    let name: String
    let kernel: String
    /// How many secrets it takes to have one of each sort.
    var sortCount = 2
    /// Sets it up with a secret, of which 0 is the one that others are compared with. What the answer
    /// does is traced.
    let make: (_ secret: Int) throws -> () throws -> Void

    static var all: [Operation] {
        rsa
    }
}
