internal import CExecutionTrace

/// A difference that is known, and why it is not a leak that matters. Anything else fails.
struct Exception {
    let kernel: String
    let function: String
    let kind: execution_trace_kind
    /// How often at most in one comparison.
    let maximumCount: UInt64
    let because: String

    static let all = [
        // Eight powers are the most of an operation whose powers are the operation itself, and sixteen
        // those of a key's tests of its primes.
        Exception(
            kernel: "gmp",
            function: "__gmpn_sec_powm",
            kind: EXECUTION_TRACE_ADDRESS,
            maximumCount: 32,
            because: """
                once a power, the inverse of the modulus' lowest limb begins with a table of 128 bytes by \
                seven of its bits; no table is looked up by an exponent. A cache can show those bits of a \
                prime, as RSAKernel.gmp says
                """
        ),
        Exception(
            kernel: "gmp",
            function: "__gmpn_invert_limb",
            kind: EXECUTION_TRACE_ADDRESS,
            maximumCount: 64,
            because: """
                twice a power, the inverse of the modulus' highest limb begins with a table of 512 bytes \
                by eight of its bits. A cache can show those bits of a prime, as RSAKernel.gmp says
                """
        ),
    ]

    func covers(_ difference: Difference, of operation: Operation) -> Bool {
        operation.kernel == kernel && difference.function == function && difference.kind == kind
            && difference.count <= maximumCount
    }
}
