// SPDX-License-Identifier: Apache-2.0

/// A key of a length that no other vector has, which `scripts/make-vectors-primes` finds the primes of.
public struct RSASizeVector: Decodable, Sendable {
    /// Hexadecimal.
    public let exponent: String
    public let primes: [Prime]

    public var bitCount: Int { primes.reduce(0) { $0 + $1.bitCount } }

    /// A prime as its distance from the number that its search began with.
    public struct Prime: Decodable, Sendable {
        public let bitCount: Int
        public let distance: Int
    }

    /// Traps on a file that does not read: vectors are part of the tests' source.
    public static let all: [RSASizeVector] = try! TestVectors.decode(
        File.self,
        from: "rsa-sizes.json"
    ).keys

    private struct File: Decodable {
        let keys: [RSASizeVector]
    }
}
