// SPDX-License-Identifier: Apache-2.0

internal import CLibcrypto
internal import HandshakeCore
internal import SelfTestCases
internal import TestSupport
internal import TestVectors

/// The RSA keys of the vectors, by their lengths, each made when it is first asked for.
final class Keys {
    /// 1024 to 2047 bits: keys that libcrypto signs with, and we verify.
    let belowPrivate: [TestKey]
    /// 2048 to 2057 bits.
    let around2048: [TestKey]
    /// Up to 4096 bits.
    let upTo4096: [TestKey]
    /// Up to 16,384 bits.
    let above4096: [TestKey]

    init() {
        let all =
            RSAVectors.keys.map { vector in
                let key = RSATestKey(vector)
                return TestKey(key.name, vector.bitCount, p: key.p, q: key.q, e: key.e)
            } + RSASizeVector.all.map(TestKey.init)
        func ofLength(_ range: ClosedRange<Int>) -> [TestKey] {
            all.filter { range.contains($0.modulusBitCount) }
        }
        belowPrivate = ofLength(1024...2047)
        around2048 = ofLength(2048...2057)
        upTo4096 = ofLength(2058...4096)
        above4096 = ofLength(4097...16_384)
    }
}

/// One RSA key, here and in libcrypto.
final class TestKey {
    let name: String
    let modulusBitCount: Int
    private let p, q, e: [UInt8]
    private var privateKeys: [RSAKernel: RSAPrivateKey] = [:]

    fileprivate init(_ name: String, _ bitCount: Int, p: [UInt8], q: [UInt8], e: [UInt8]) {
        self.name = name
        self.p = p
        self.q = q
        self.e = e
        modulusBitCount = bitCount
    }

    fileprivate convenience init(_ vector: RSASizeVector) {
        let primes = vector.primes.enumerated().map { place, prime in
            LongNumber.prime(prime, place: place, modulusBitCount: vector.bitCount)
        }
        let lengths = vector.primes.map { "\($0.bitCount)" }.joined(separator: "+")
        self.init(
            "rsa\(vector.bitCount) (\(lengths))",
            vector.bitCount,
            p: primes[0],
            q: primes[1],
            e: [UInt8](hexadecimal: vector.exponent)
        )
    }

    var modulusByteCount: Int { (modulusBitCount + 7) / 8 }

    /// libcrypto's, whose numbers it computed of the primes.
    lazy var theirs: LibcryptoKey = LibcryptoKey(primes: p, q, exponent: e)!

    /// The key as it is in libcrypto's file, PKCS #1 in DER.
    lazy var file: [UInt8] = theirs.written(LIBCRYPTO_PRIVATE_PKCS1)!

    lazy var publicKeys: [RSAPublicKey] = {
        let file = theirs.written(LIBCRYPTO_PUBLIC_PKCS1)!
        return RSAKernel.tested.compactMap { kernel in
            let key = try? RSAPublicKey(derRepresentation: file, kernel: kernel)
            return key?.kernel == kernel ? key : nil
        }
    }()

    lazy var modulus: [UInt8] = publicKeys[0].modulusBytes

    /// The kernels of this CPU that cover the key.
    lazy var kernels: [RSAKernel] = publicKeys.map(\.kernel)

    /// The key as we read it of libcrypto's file, on a kernel.
    func privateKey(_ kernel: RSAKernel) throws -> RSAPrivateKey {
        if let key = privateKeys[kernel] { return key }
        let key = try RSAPrivateKey(derRepresentation: file, kernel: kernel)
        privateKeys[kernel] = key
        return key
    }

    /// A number below the modulus, or at an edge of what an operation takes.
    func input(_ draw: inout Draw) -> [UInt8] {
        switch draw.number(0...19) {
        case 0: LongNumber.bytes(draw.number(0...2), count: modulusByteCount)
        case 1: LongNumber.difference(modulus, draw.number(1...2))
        case 2: modulus
        case 3: LongNumber.sum(modulus, LongNumber.bytes(1, count: modulus.count)) ?? modulus
        case 4: [UInt8](repeating: 0xff, count: modulusByteCount)
        default: numberBelowModulus(&draw)
        }
    }

    /// Any number below the modulus.
    func numberBelowModulus(_ draw: inout Draw) -> [UInt8] {
        while true {
            var number = draw.bytes(modulusByteCount)
            number[0] &= 0xff >> UInt8(8 * modulusByteCount - modulusBitCount)
            if number.lexicographicallyPrecedes(modulus) { return number }
        }
    }
}

/// Big-endian numbers, as far as inputs are made with them.
enum LongNumber {
    static func bytes(_ number: Int, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes[count - 1] = UInt8(number)
        return bytes
    }

    /// The prime of a vector: its search began with a number as scripts/make-vectors-primes says.
    static func prime(
        _ vector: RSASizeVector.Prime,
        place: Int,
        modulusBitCount: Int
    ) -> [UInt8] {
        let bitCount = vector.bitCount
        var generator = SeededGenerator(
            seed: UInt64(modulusBitCount) << 32 | UInt64(bitCount) << 8 | UInt64(place)
        )
        var number = generator.bytes((bitCount + 7) / 8)
        number[0] &= 0xff >> UInt8(8 * number.count - bitCount)
        for bit in [bitCount - 1, bitCount - 2] {
            number[number.count - 1 - bit / 8] |= 1 << UInt8(bit % 8)
        }
        number[number.count - 1] |= 1
        var distance = [UInt8](repeating: 0, count: number.count)
        for index in 0..<8 {
            distance[number.count - 1 - index] = UInt8(vector.distance >> (8 * index) & 0xff)
        }
        return sum(number, distance)!
    }

    /// The number less a small one that is not larger.
    static func difference(_ number: [UInt8], _ small: Int) -> [UInt8] {
        var result = number
        var borrow = small
        for index in result.indices.reversed() where borrow > 0 {
            let value = Int(result[index]) - borrow
            result[index] = UInt8(truncatingIfNeeded: value)
            borrow = value < 0 ? 1 : 0
        }
        return result
    }

    /// The sum of two numbers of one length, if it takes no more bytes.
    static func sum(_ number: [UInt8], _ other: [UInt8]) -> [UInt8]? {
        var result = number
        var carry = 0
        for index in result.indices.reversed() {
            carry += Int(result[index]) + Int(other[index])
            result[index] = UInt8(truncatingIfNeeded: carry)
            carry >>= 8
        }
        return carry == 0 ? result : nil
    }
}
