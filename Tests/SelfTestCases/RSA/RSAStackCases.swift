// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport

/// Single operations leave nothing of a message on the stack, whatever the compiler had to spill.
package enum RSAStackCases {
    package static let all: [SelfTestCase] = RSATestKey.kernels.flatMap { kernel in
        RSATestKey.large.map { key in
            SelfTestCase("RSA's stack (\(key), \(kernel))") { checks, _ in
                try nothingRemains(key, kernel, &checks)
            }
        }
    }

    private static func nothingRemains(
        _ testKey: RSATestKey,
        _ kernel: RSAKernel,
        _ checks: inout Checks
    ) throws {
        let key = try testKey.privateKey(kernel: kernel)
        var generator = SeededGenerator(seed: 21)
        let message = [0] + generator.bytes(key.modulusByteCount - 1)
        let ciphertext = try key.publicKey.rawOperation(message)
        // Once before: the dynamic linker keeps the vector registers on the stack while it looks for a
        // function that is called for the first time.
        checks.check(try key.rawOperation(ciphertext) == message)
        let needles = Self.needles(message)
        let leak = StackRemains(ofKnownLeak: Array(needles.prefix(16)))
        checks.check(leak.needleCount == 1)

        var output = [UInt8](repeating: 0, count: key.modulusByteCount)
        let afterEncryption = StackRemains(of: needles, each: 16) {
            var span = output.mutableSpan
            try? key.publicKey.rawOperation(message.span, into: &span)
        }
        checks.check(output == ciphertext)
        checks.check(afterEncryption.needleCount == 0, "\(afterEncryption.needleCount), encrypted")
        let afterDecryption = StackRemains(of: needles, each: 16) {
            var span = output.mutableSpan
            try? key.rawOperation(ciphertext.span, into: &span)
        }
        checks.check(output == message)
        checks.check(afterDecryption.needleCount == 0, "\(afterDecryption.needleCount), decrypted")
    }

    /// The number as pairs of neighbours: 64-bit limbs, and 52-bit digits as the vectors of the kernels
    /// for them have them, of eight lanes and of four, digit i beside digit i + K where they are K
    /// vectors.
    private static func needles(_ message: [UInt8]) -> [UInt8] {
        let bytes = Array(message.reversed())
        let bits = { (start: Int, count: Int) -> UInt64 in
            (0..<count).reduce(0) { word, index in
                let bit = start + index
                guard bit < 8 * bytes.count else { return word }
                return word | UInt64(bytes[bit / 8] >> UInt8(bit % 8) & 1) << UInt64(index)
            }
        }
        let digitCount = (8 * bytes.count + 51) / 52
        let digits = [8, 4].flatMap { laneCount in
            let vectorCount = (digitCount + laneCount - 1) / laneCount
            return (0..<digitCount - vectorCount).flatMap { index in
                [bits(52 * index, 52), bits(52 * (index + vectorCount), 52)]
            }
        }
        return bytes
            + digits.flatMap { digit in (0..<8).map { UInt8(truncatingIfNeeded: digit >> (8 * $0)) }
            }
    }
}
