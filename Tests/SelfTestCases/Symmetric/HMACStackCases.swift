// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport

/// Authenticating leaves neither key, nor states, nor tags on the stack, whatever the compiler had
/// to spill.
package enum HMACStackCases {
    package static let all: [SelfTestCase] = HashAlgorithm.allCases.flatMap { algorithm in
        HashKernels.supported.map { kernels in
            SelfTestCase("HMAC's stack (\(algorithm), \(kernels.name(for: algorithm)))") {
                nothingRemains(algorithm, kernels, $1, &$0)
            }
        }
    }

    private static func nothingRemains(
        _ algorithm: HashAlgorithm,
        _ kernels: HashKernels,
        _ effort: Effort,
        _ checks: inout Checks
    ) {
        var generator = SeededGenerator(seed: 8)
        for keyByteCount in [48, 16, 64].prefix(effort.pick(3, emulated: 1)) {
            for messageByteCount in [100, 0, 32, 64, 300].prefix(effort.pick(5, emulated: 2)) {
                let keyBytes = generator.bytes(keyByteCount)
                let message = generator.bytes(messageByteCount)
                var needles = HMACNeedles(algorithm, key: keyBytes)
                let expected = needles.tag(of: message)
                let bytes = needles.bytes
                let leak = StackRemains(ofKnownLeak: Array(bytes.prefix(8)))
                checks.check(leak.needleCount == 1)

                var tag = [UInt8](repeating: 0, count: algorithm.digestByteCount)
                func authenticate() {
                    let key = HMACKey(algorithm, key: keyBytes.span, kernels: kernels)
                    var span = tag.mutableSpan
                    try? key.authenticate(message.span, into: &span)
                }
                authenticate()
                let remains = StackRemains(of: bytes, each: 8, after: authenticate)
                checks.check(tag == expected)
                checks.check(
                    remains.needleCount == 0,
                    "\(remains.needleCount) of \(keyByteCount), \(messageByteCount) bytes"
                )
            }
        }
    }
}
