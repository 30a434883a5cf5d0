import HandshakeRSA
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
}
