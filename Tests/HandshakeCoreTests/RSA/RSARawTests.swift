// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite("RSA raw operations")
struct RSARawTests {
    @Test(arguments: RSATestKey.large, RSATestKey.kernels)
    func roundTrips(key: RSATestKey, kernel: RSAKernel) throws {
        let privateKey = try key.privateKey(kernel: kernel)
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20 {
            var message = generator.bytes(privateKey.modulusByteCount)
            message[0] = 0
            let ciphertext = try privateKey.publicKey.rawOperation(message)
            #expect(try privateKey.rawOperation(ciphertext) == message)
        }
    }

    @Test(arguments: RSATestKey.large, RSATestKey.kernels)
    func injectedFaultsAreErrors(key: RSATestKey, kernel: RSAKernel) throws {
        let privateKey = try key.privateKey(kernel: kernel)
        let input = [0] + [UInt8](repeating: 7, count: privateKey.modulusByteCount - 1)
        var output = [UInt8](repeating: 0xaa, count: privateKey.modulusByteCount)
        for half in 0..<2 {
            var span = output.mutableSpan
            #expect(throws: RSAError.faultDetected) {
                try privateKey.rawOperation(input.span, into: &span) { halfP, halfQ in
                    if half == 0 { halfP[3] ^= 1 << 17 } else { halfQ[5] ^= 1 << 40 }
                }
            }
            #expect(output == [UInt8](repeating: 0xaa, count: output.count))
        }
        let result = try privateKey.rawOperation(input)
        #expect(try privateKey.publicKey.rawOperation(result) == input)
    }

    @Test(arguments: RSATestKey.large, RSATestKey.kernels)
    func edgesOfTheRange(key: RSATestKey, kernel: RSAKernel) throws {
        let privateKey = try key.privateKey(kernel: kernel)
        let modulus = privateKey.publicKey.modulusBytes
        let zero = [UInt8](repeating: 0, count: modulus.count)
        let one = zero.dropLast() + [1]
        let greatest = modulus.dropLast() + [modulus.last! - 1]
        for fixed in [zero, Array(one), Array(greatest)] {
            #expect(try privateKey.rawOperation(fixed) == fixed)
            #expect(try privateKey.publicKey.rawOperation(fixed) == fixed)
        }
        // A multiple of a prime has no inverse, and is decrypted all the same.
        let prime = [UInt8](repeating: 0, count: modulus.count - key.p.count) + key.p
        let ciphertext = try privateKey.publicKey.rawOperation(prime)
        #expect(try privateKey.rawOperation(ciphertext) == prime)
        for outOfRange in [modulus, [UInt8](repeating: 0xff, count: modulus.count)] {
            #expect(throws: RSAError.inputOutOfRange) { try privateKey.rawOperation(outOfRange) }
            #expect(throws: RSAError.inputOutOfRange) {
                try privateKey.publicKey.rawOperation(outOfRange)
            }
        }
        for wrong in [[], Array(zero.dropLast()), zero + [0]] {
            #expect(throws: RSAError.wrongInputLength) { try privateKey.rawOperation(wrong) }
            #expect(throws: RSAError.wrongInputLength) {
                try privateKey.publicKey.rawOperation(wrong)
            }
        }
    }

    /// Past the number of operations that a blinding pair is good for, from many tasks at once.
    @Test(arguments: RSATestKey.kernels)
    func manyTasksShareAKey(kernel: RSAKernel) async throws {
        let key = try RSATestKey.named("rsa2048").privateKey(kernel: kernel)
        await withTaskGroup(of: Bool.self) { group in
            for seed in 0..<16 {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    return (0..<40).allSatisfy { _ in
                        let message = [0] + generator.bytes(255)
                        guard let ciphertext = try? key.publicKey.rawOperation(message) else {
                            return false
                        }
                        return (try? key.rawOperation(ciphertext)) == message
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
