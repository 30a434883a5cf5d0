// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestVectors
import Testing

@Suite("RSA keys with primes that are none")
struct RSAPrimeTests {
    /// Carmichael's and Arnault's numbers pass a Fermat test; the one with most liars passes one round
    /// of Miller-Rabin in four.
    @Test(arguments: RSAVectors.primes, RSATestKey.kernels)
    func primesAreTested(vector: RSAPrimeVector, kernel: RSAKernel) throws {
        let key = RSATestKey(vector)
        let refusal = Self.refusal(of: key, kernel: kernel)
        switch vector.refusal {
        case "compositePrime": #expect(refusal == .compositePrime)
        case "primeTooShort":
            let shorter = min(key.p.bitCount, key.q.bitCount)
            #expect(refusal == .primeTooShort(bitCount: shorter))
        default:
            #expect(refusal == nil)
            let privateKey = try key.privateKey(kernel: kernel)
            let message = [0] + [UInt8](repeating: 0x5a, count: privateKey.modulusByteCount - 1)
            let result = try privateKey.rawOperation(message)
            #expect(try privateKey.publicKey.rawOperation(result) == message)
        }
    }

    /// Why a key is refused: of three tries, since a number made for it passes once in 65,536.
    private static func refusal(of key: RSATestKey, kernel: RSAKernel) -> RSAKeyError? {
        for _ in 0..<3 {
            do { _ = try key.privateKey(kernel: kernel) } catch { return error as? RSAKeyError }
        }
        return nil
    }
}

extension [UInt8] {
    fileprivate var bitCount: Int {
        let significant = drop { $0 == 0 }
        return 8 * significant.count - (significant.first?.leadingZeroBitCount ?? 0)
    }
}
