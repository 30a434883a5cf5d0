// SPDX-License-Identifier: Apache-2.0

internal import CExecutionTrace

/// A difference that is known, and why it is not a leak that matters. Anything else fails.
struct KnownDifference {
    let kernel: String
    let function: String
    let kind: execution_trace_kind
    /// How often at most in one comparison.
    let maximumCount: UInt64
    let because: String

    static let all = [
        // The counts are those of the sixteen powers that the tests of a key's primes take: a table that
        // an exponent is looked up in is read more often.
        KnownDifference(
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
        KnownDifference(
            kernel: "gmp",
            function: "__gmpn_binvert",
            kind: EXECUTION_TRACE_ADDRESS,
            maximumCount: 32,
            because: """
                the same where a modulus has 48 limbs or more, as the public ones of 3072 and 4096 bits \
                have, and the primes from 6144 bits on
                """
        ),
        KnownDifference(
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
