// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite("RSA keys")
struct RSAKeyTests {
    @Test(arguments: RSATestKey.large, RSATestKey.kernels)
    func componentsComeBack(key: RSATestKey, kernel: RSAKernel) throws {
        let privateKey = try key.privateKey(kernel: kernel)
        let components = privateKey.components()
        func bytes(_ secret: borrowing SecretBytes) -> [UInt8] {
            secret.withBytes { bytes in (0..<bytes.count).map { bytes[$0] } }
        }
        func minimal(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.drop { $0 == 0 }) }
        #expect(components.n == minimal(key.n))
        #expect(components.e == minimal(key.e))
        #expect(minimal(bytes(components.d)) == minimal(key.d))
        #expect(minimal(bytes(components.p)) == minimal(key.p))
        #expect(minimal(bytes(components.q)) == minimal(key.q))
        #expect(minimal(bytes(components.dP)) == minimal(key.dP))
        #expect(minimal(bytes(components.dQ)) == minimal(key.dQ))
        #expect(minimal(bytes(components.qInv)) == minimal(key.qInv))
    }

    @Test func zerosInFrontAreSkipped() throws {
        let key = RSATestKey.named("rsa2048")
        let zeros = [UInt8](repeating: 0, count: 3000)
        let padded = try RSAPrivateKey(
            key.components {
                $0.n = zeros + $0.n
                $0.e = zeros + $0.e
                $0.d = zeros + $0.d
                $0.p = zeros + $0.p
                $0.q = zeros + $0.q
                $0.dP = zeros + $0.dP
                $0.dQ = zeros + $0.dQ
                $0.qInv = zeros + $0.qInv
            }
        )
        #expect(padded.publicKey.modulusBytes == key.n)
    }

    /// Every part, one bit of it wrong; empty; a byte longer.
    @Test func inconsistentPartsAreRefused() {
        let key = RSATestKey.named("rsa2048")
        let parts: [(WritableKeyPath<RSATestKey, [UInt8]>, RSAKeyError)] = [
            (\.d, .inconsistentPrivateExponent), (\.p, .inconsistentPrimes),
            (\.q, .inconsistentPrimes), (\.dP, .inconsistentCRTParts),
            (\.dQ, .inconsistentCRTParts), (\.qInv, .inconsistentCRTParts),
        ]
        for (part, error) in parts {
            let byteCount = key[keyPath: part].count
            for index in [0, 1, byteCount / 2, byteCount - 1] {
                #expect(throws: error) {
                    try RSAPrivateKey(key.components { $0[keyPath: part][index] ^= 2 })
                }
            }
            #expect(throws: error) { try RSAPrivateKey(key.components { $0[keyPath: part] = [] }) }
            #expect(throws: error) { try RSAPrivateKey(key.components { $0[keyPath: part] = [0] }) }
            #expect(throws: error) { try RSAPrivateKey(key.components { $0[keyPath: part] = [1] }) }
            #expect(throws: error) {
                try RSAPrivateKey(
                    key.components {
                        $0[keyPath: part] = [1] + [UInt8](repeating: 0, count: 400)
                    }
                )
            }
        }
        #expect(throws: RSAKeyError.inconsistentPrimes) {
            try RSAPrivateKey(key.components { $0.n[200] ^= 2 })
        }
        #expect(throws: RSAKeyError.inconsistentPrivateExponent) {
            try RSAPrivateKey(key.components { $0.e = [3] })
        }
        #expect(throws: RSAKeyError.inconsistentPrimes) {
            try RSAPrivateKey(
                key.components {
                    $0.p = [1]
                    $0.q = $0.n
                }
            )
        }
        #expect(throws: RSAKeyError.inconsistentCRTParts) {
            try RSAPrivateKey(key.components { swap(&$0.p, &$0.q) })
        }
    }

    @Test func publicExponentsOutOfRangeAreRefused() {
        let key = RSATestKey.named("rsa2048")
        for exponent: [UInt8] in [
            [], [0], [1], [2], [4], [1, 0, 0], [2, 0, 0, 0, 0],
            [1] + [UInt8](repeating: 0, count: 31) + [1],
            [1] + [UInt8](repeating: 0xff, count: 32),
            [UInt8](repeating: 0xff, count: 31) + [0xfe],
        ] {
            #expect(throws: RSAKeyError.unsupportedPublicExponent) {
                try RSAPublicKey(modulus: key.n.span, publicExponent: exponent.span)
            }
            #expect(throws: RSAKeyError.unsupportedPublicExponent) {
                try RSAPrivateKey(key.components { $0.e = exponent })
            }
        }
    }

    @Test func modulusSizesOutOfRangeAreRefused() {
        let exponent: [UInt8] = [1, 0, 1]
        func modulus(bitCount: Int) -> [UInt8] {
            let byteCount = (bitCount + 7) / 8
            var bytes = [UInt8](repeating: 0xff, count: byteCount)
            bytes[0] = 0xff >> UInt8(8 * byteCount - bitCount)
            return bytes
        }
        for bitCount in [8, 512, 1023] {
            #expect(throws: RSAKeyError.modulusTooSmall(bitCount: bitCount)) {
                try RSAPublicKey(
                    modulus: modulus(bitCount: bitCount).span,
                    publicExponent: exponent.span
                )
            }
        }
        #expect(throws: RSAKeyError.modulusTooSmall(bitCount: 0)) {
            try RSAPublicKey(modulus: Span(), publicExponent: exponent.span)
        }
        for bitCount in [16_385, 20_000, 100_000] {
            #expect(throws: RSAKeyError.modulusTooLarge(bitCount: bitCount)) {
                try RSAPublicKey(
                    modulus: modulus(bitCount: bitCount).span,
                    publicExponent: exponent.span
                )
            }
        }
        #expect(throws: RSAKeyError.modulusTooSmall(bitCount: 1024)) {
            try RSATestKey.named("rsa1024").privateKey()
        }
        #expect(throws: RSAKeyError.modulusTooSmall(bitCount: 0)) {
            try RSAPrivateKey(RSATestKey.named("rsa2048").components { $0.n = [] })
        }
        #expect(throws: RSAKeyError.modulusIsEven) {
            try RSAPrivateKey(RSATestKey.named("rsa2048").components { $0.n[255] &= 0xfe })
        }
    }

    @Test(arguments: RSATestKey.kernels)
    func theLargestModulusIsAccepted(kernel: RSAKernel) throws {
        let modulus = [UInt8](repeating: 0xff, count: 2048)
        let exponent: [UInt8] = [3]
        let key = try RSAPublicKey(
            modulus: modulus.span,
            publicExponent: exponent.span,
            kernel: kernel
        )
        // (−1)^3 = −1 modulo 2^16384 − 1.
        let input = [UInt8](repeating: 0xff, count: 2047) + [0xfe]
        #expect(try key.rawOperation(input) == input)
    }

    @Test func pssParametersThatCannotBeAreRefused() {
        let key = RSATestKey.named("rsa1024")
        for parameters in [
            RSAPSSParameters(hash: .sha1, mgf1Hash: .sha1, minimumSaltByteCount: 20),
            RSAPSSParameters(hash: .sha256, mgf1Hash: .sha256, minimumSaltByteCount: -1),
            RSAPSSParameters(hash: .sha512, mgf1Hash: .sha512, minimumSaltByteCount: 63),
            RSAPSSParameters(hash: .sha256, mgf1Hash: .sha256, minimumSaltByteCount: .max),
        ] {
            #expect(throws: RSAKeyError.unsupportedPSSParameters) {
                try key.publicKey(usage: .pss(parameters))
            }
        }
    }

    @Test func kernelsOfOtherMachinesAreRefused() throws {
        #expect(!RSAKernel.unsupported.isSupported)
        for kernel in RSAKernel.all + [.unsupported] where !kernel.isSupported {
            #expect(throws: RSAKeyError.kernelNotSupported(kernel)) {
                try RSATestKey.named("rsa2048").privateKey(kernel: kernel)
            }
            #expect(throws: RSAKeyError.kernelNotSupported(kernel)) {
                try RSATestKey.named("rsa2048").publicKey(kernel: kernel)
            }
        }
    }
}
