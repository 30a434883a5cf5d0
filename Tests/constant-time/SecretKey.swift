internal import CExecutionTrace
internal import HandshakeCore
internal import SelfTestCases
internal import Synchronization

/// RSA keys of one size to compare with each other, as numbers of equal lengths.
///
/// Number 0 is the vectors'. Number 1 is the same key with its primes in the other order, so that all
/// that is public is the same. The others are keys of their own: their modulus, which is public,
/// differs as well, and a trace that is the same nevertheless depends on neither.
struct SecretKey {
    let n, e, d, p, q, dP, dQ, qInv: [UInt8]

    private init(_ key: RSAPrivateKey) {
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

    func privateKey(_ kernel: RSAKernel? = nil) throws -> RSAPrivateKey {
        try RSAPrivateKey(
            RSAPrivateKeyComponents(
                n: n,
                e: e,
                d: SecretBytes(copying: d),
                p: SecretBytes(copying: p),
                q: SecretBytes(copying: q),
                dP: SecretBytes(copying: dP),
                dQ: SecretBytes(copying: dQ),
                qInv: SecretBytes(copying: qInv)
            ),
            kernel: kernel
        )
    }

    /// The key of that number. They are made when they are first needed: before the first fork, so
    /// that every run finds the same.
    static func key(_ index: Int, bitCount: Int) throws -> SecretKey {
        try made.withLock { made in
            var keys = made[bitCount, default: []]
            while keys.count <= index { keys.append(try make(bitCount, index: keys.count)) }
            made[bitCount] = keys
            return keys[index]
        }
    }

    private static let made = Mutex<[Int: [SecretKey]]>([:])

    private static func make(_ bitCount: Int, index: Int) throws -> SecretKey {
        let first = RSATestKey.named("rsa\(bitCount)")
        switch index {
        case 0: return SecretKey(try first.privateKey())
        case 1:
            return SecretKey(
                try RSAPrivateKey(
                    prime1: SecretBytes(copying: first.q),
                    prime2: SecretBytes(copying: first.p),
                    publicExponent: first.e
                )
            )
        default:
            seeded_entropy_start(UInt64(bitCount + index))
            return SecretKey(try .generate(bitCount: bitCount))
        }
    }
}
