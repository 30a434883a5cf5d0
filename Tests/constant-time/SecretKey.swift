// SPDX-License-Identifier: Apache-2.0

internal import CExecutionTrace
internal import HandshakeCore
internal import SelfTestCases

/// An RSA key as numbers, which take as many bytes for each key of a size.
struct SecretKey: Sendable {
    let n, e: [UInt8]
    private let d, p, q, dP, dQ, qInv: [UInt8]

    init(_ key: RSAPrivateKey) {
        let components = key.components()
        n = components.n
        e = components.e
        d = Self.bytes(components.d)
        p = Self.bytes(components.p)
        q = Self.bytes(components.q)
        dP = Self.bytes(components.dP)
        dQ = Self.bytes(components.dQ)
        qInv = Self.bytes(components.qInv)
    }

    private static func bytes(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    var components: RSAPrivateKeyComponents {
        RSAPrivateKeyComponents(
            n: n,
            e: e,
            d: SecretBytes(copying: d),
            p: SecretBytes(copying: p),
            q: SecretBytes(copying: q),
            dP: SecretBytes(copying: dP),
            dQ: SecretBytes(copying: dQ),
            qInv: SecretBytes(copying: qInv)
        )
    }

    func privateKey(_ kernel: RSAKernel? = nil) throws -> RSAPrivateKey {
        try RSAPrivateKey(components, kernel: kernel)
    }

    /// The bytes that each number takes in DER.
    var derByteCounts: [Int] {
        [n, d, p, q, dP, dQ, qInv].map { number in
            let significant = number.drop { $0 == 0 }
            return significant.count + (significant.first! >= 0x80 ? 1 : 0)
        }
    }

    /// The same key with its primes in the other order.
    func swapped() throws -> SecretKey {
        SecretKey(
            try RSAPrivateKey(
                prime1: SecretBytes(copying: q),
                prime2: SecretBytes(copying: p),
                publicExponent: e
            )
        )
    }

    /// Keys of one size to compare with each other.
    ///
    /// Number 0 is the vectors'. Number 1 is the same key with its primes in the other order: all that
    /// is public is the same. The others are keys of their own; their modulus, which is public, differs
    /// as well. A trace that is the same nevertheless depends on neither.
    static func numbered(bitCount: Int) -> Numbered<SecretKey> { all[bitCount]! }

    private static let all = Dictionary(
        uniqueKeysWithValues: [2048, 3072, 4096].map { bitCount in
            let first = RSATestKey.named("rsa\(bitCount)")
            return (
                bitCount,
                Numbered { number in
                    switch number {
                    case 0: SecretKey(try first.privateKey())
                    case 1: try SecretKey(first.privateKey()).swapped()
                    default: try generated(bitCount, seed: number)
                    }
                }
            )
        }
    )

    static func generated(_ bitCount: Int, seed: Int) throws -> SecretKey {
        seeded_entropy_start(UInt64(bitCount) << 32 | UInt64(seed))
        return SecretKey(try .generate(bitCount: bitCount))
    }
}
