import HandshakeSymmetric
import SelfTestCases
import TestSupport
import Testing

/// Authenticating leaves neither key, nor states, nor tags on the stack, whatever the compiler had
/// to spill.
@Suite struct HMACStackTests {
    @Test(arguments: HashAlgorithm.allCases, HashKernels.supported)
    func nothingRemains(_ algorithm: HashAlgorithm, _ kernels: HashKernels) throws {
        var generator = SeededGenerator(seed: 8)
        for keyByteCount in [16, 48, 64] {
            for messageByteCount in [0, 32, 64, 100, 300] {
                let keyBytes = generator.bytes(keyByteCount)
                let message = generator.bytes(messageByteCount)
                var needles = HMACNeedles(algorithm, key: keyBytes)
                let expected = needles.tag(of: message)
                #expect(
                    StackRemains(ofKnownLeak: Array(needles.bytes.prefix(8))).needleCount == 1
                )

                var tag = [UInt8](repeating: 0, count: algorithm.digestByteCount)
                func authenticate() {
                    let key = HMACKey(algorithm, key: keyBytes.span, kernels: kernels)
                    var span = tag.mutableSpan
                    try? key.authenticate(message.span, into: &span)
                }
                authenticate()
                let remains = StackRemains(of: needles.bytes, each: 8, after: authenticate)
                #expect(tag == expected)
                #expect(remains.needleCount == 0, "\(keyByteCount), \(messageByteCount)")
            }
        }
    }
}
