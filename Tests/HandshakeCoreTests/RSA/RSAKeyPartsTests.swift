// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

/// Keys from fewer numbers than a key file holds.
@Suite("RSA keys from parts")
struct RSAKeyPartsTests {
    private func secret(_ bytes: [UInt8]) -> SecretBytes { SecretBytes(copying: bytes.span) }

    private func minimal(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.drop { $0 == 0 }) }

    private func bytes(_ secret: borrowing SecretBytes) -> [UInt8] {
        minimal(secret.withBytes { bytes in (0..<bytes.count).map { bytes[$0] } })
    }

    /// That the key works, and that its primes are the vector's, in any order.
    private func expect(_ key: RSAPrivateKey, is vector: RSATestKey) throws {
        #expect(try key == vector.privateKey())
        let components = key.components()
        let primes = [bytes(components.p), bytes(components.q)]
        let expected = [minimal(vector.p), minimal(vector.q)]
        #expect(primes == expected || primes == expected.reversed())
        let message: [UInt8] = [1, 2, 3]
        let signature = try key.sign(message: message, scheme: .pkcs1(.sha256))
        try key.publicKey.verify(signature, message: message, scheme: .pkcs1(.sha256))
    }

    @Test(arguments: RSATestKey.large)
    func modulusAndExponentsAreEnough(vector: RSATestKey) throws {
        let key = try RSAPrivateKey(
            modulus: vector.n,
            publicExponent: vector.e,
            privateExponent: secret(vector.d)
        )
        try expect(key, is: vector)
        #expect(bytes(key.components().d) == minimal(vector.d))
    }

    @Test(arguments: RSATestKey.large)
    func primesAndPublicExponentAreEnough(vector: RSATestKey) throws {
        let zeros = [UInt8](repeating: 0, count: 99)
        let key = try RSAPrivateKey(
            prime1: secret(zeros + vector.p),
            prime2: secret(vector.q),
            publicExponent: vector.e
        )
        try expect(key, is: vector)
    }

    @Test func wrongPrivateExponentsAreRefused() throws {
        let vector = RSATestKey.named("rsa2048")
        var wrong: [[UInt8]] = [[], [1], [2], [3], vector.n, vector.p, vector.q]
        for index in [0, 100, vector.d.count - 1] {
            var d = vector.d
            d[index] ^= 2
            wrong.append(d)
        }
        wrong.append(vector.d + [0])
        for d in wrong {
            #expect(throws: RSAKeyError.inconsistentPrivateExponent) {
                try RSAPrivateKey(
                    modulus: vector.n,
                    publicExponent: vector.e,
                    privateExponent: secret(d)
                )
            }
        }
    }

    /// A prime and a product of three primes as the modulus: there are no two primes to find.
    @Test func otherModuliAreRefused() throws {
        let vector = RSATestKey.named("rsa4096")
        let even = vector.n.dropLast() + [vector.n.last! & 0xfe]
        for (n, error) in [
            (Array(even), RSAKeyError.modulusIsEven),
            (vector.p, .inconsistentPrivateExponent),
            (Array(vector.n[..<128]), .modulusTooSmall(bitCount: 1024)),
            ([], .modulusTooSmall(bitCount: 0)),
            ([UInt8](repeating: 255, count: 2049), .modulusTooLarge(bitCount: 16_392)),
        ] {
            #expect(throws: error) {
                try RSAPrivateKey(
                    modulus: n,
                    publicExponent: vector.e,
                    privateExponent: secret(Array(vector.d.suffix(200)))
                )
            }
        }
    }

    @Test func wrongPrimesAreRefused() throws {
        let vector = RSATestKey.named("rsa2048")
        let one: [UInt8] = [1]
        let even = vector.p.dropLast() + [vector.p.last! & 0xfe]
        let composite = vector.p.dropLast() + [vector.p.last! ^ 2]
        let long = [UInt8](repeating: 255, count: 2048)
        for (p, q, error) in [
            ([], vector.q, RSAKeyError.inconsistentPrimes), (one, vector.q, .inconsistentPrimes),
            (Array(even), vector.q, .inconsistentPrimes), (vector.p, vector.p, .inconsistentPrimes),
            ([3], [5], .modulusTooSmall(bitCount: 4)),
            (long, long, .modulusTooLarge(bitCount: 32_768)),
            (long + [1], vector.q, .inconsistentPrimes),
        ] as [([UInt8], [UInt8], RSAKeyError)] {
            #expect(throws: error) {
                try RSAPrivateKey(prime1: secret(p), prime2: secret(q), publicExponent: vector.e)
            }
        }
        #expect(throws: RSAKeyError.self) {
            try RSAPrivateKey(
                prime1: secret(Array(composite)),
                prime2: secret(vector.q),
                publicExponent: vector.e
            )
        }
        for e in [[], [1], [2], [1, 0, 0]] as [[UInt8]] {
            #expect(throws: RSAKeyError.unsupportedPublicExponent) {
                try RSAPrivateKey(
                    prime1: secret(vector.p),
                    prime2: secret(vector.q),
                    publicExponent: e
                )
            }
        }
    }

    /// An e that divides p − 1 has no inverse.
    @Test func exponentsWithoutInverseAreRefused() throws {
        // 3 divides p − 1 of any prime that leaves 1 when divided by 3.
        let vector = try #require(
            RSATestKey.large.first { key in
                key.p.reduce(0) { ($0 * 256 + Int($1)) % 3 } == 1
            }
        )
        #expect(throws: RSAKeyError.unsupportedPublicExponent) {
            try RSAPrivateKey(
                prime1: secret(vector.p),
                prime2: secret(vector.q),
                publicExponent: [3]
            )
        }
    }

    @Test func keysAreEqualByTheirPublicNumbers() throws {
        let vector = RSATestKey.named("rsa2048")
        let first = try vector.privateKey()
        let second = try vector.privateKey(kernel: .gmp)
        let other = try RSATestKey.named("rsa2048-second").privateKey()
        let restricted = try vector.privateKey(usage: .pss(nil))
        #expect(first == second)
        #expect(first.publicKey == second.publicKey)
        #expect(first.hashValue == second.hashValue)
        #expect(first != other)
        #expect(first != restricted)
        #expect(Set([first, second, other, restricted]).count == 3)
        #expect(Set([first.publicKey, second.publicKey, other.publicKey]).count == 2)
    }
}
