// SPDX-License-Identifier: Apache-2.0

private import Crypto

/// An RSA private key's numbers, as peers take them: big-endian, without zeros in front.
public struct BenchmarkKey: Sendable {
    public let n, e, d, p, q, dP, dQ, qInv: [UInt8]

    public init(
        n: [UInt8],
        e: [UInt8],
        d: [UInt8],
        p: [UInt8],
        q: [UInt8],
        dP: [UInt8],
        dQ: [UInt8],
        qInv: [UInt8]
    ) {
        func minimal(_ number: [UInt8]) -> [UInt8] { Array(number.drop { $0 == 0 }) }
        self.n = minimal(n)
        self.e = minimal(e)
        self.d = minimal(d)
        self.p = minimal(p)
        self.q = minimal(q)
        self.dP = minimal(dP)
        self.dQ = minimal(dQ)
        self.qInv = minimal(qInv)
    }

    /// The modulus's length.
    public var bitCount: Int { n.count * 8 - (n.first?.leadingZeroBitCount ?? 0) }

    /// Which key it is, and nothing secret: the first 16 hexadecimal digits of its modulus's SHA-256.
    public var fingerprint: String {
        SHA256.hash(data: n).prefix(8).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// The key as RSAPrivateKey of RFC 8017 A.1.2, in DER.
    public var pkcs1: [UInt8] {
        let numbers = [[0], n, e, d, p, q, dP, dQ, qInv].flatMap(Self.integer)
        return [0x30] + Self.length(numbers.count) + numbers
    }

    private static func integer(_ number: [UInt8]) -> [UInt8] {
        // A first bit of one would make it negative.
        let body = number.first.map { $0 >= 0x80 } ?? true ? [0] + number : number
        return [0x02] + length(body.count) + body
    }

    private static func length(_ count: Int) -> [UInt8] {
        if count < 0x80 { return [UInt8(count)] }
        let bytes = unsafe withUnsafeBytes(of: UInt64(count).bigEndian) {
            unsafe Array($0.drop { $0 == 0 })
        }
        return [0x80 | UInt8(bytes.count)] + bytes
    }

    /// A fixed number below the modulus, as long as the modulus.
    var message: [UInt8] {
        [0x01] + (1..<n.count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    }
}
