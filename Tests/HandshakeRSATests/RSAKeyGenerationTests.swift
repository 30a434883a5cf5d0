import HandshakeRSA
import Testing

@Suite("RSA key generation")
struct RSAKeyGenerationTests {
    @Test(arguments: [2048, 2050, 3072])
    func generatedKeysWork(bitCount: Int) throws {
        let key = try RSAPrivateKey.generate(bitCount: bitCount)
        #expect(key.modulusBitCount == bitCount)
        #expect(key.publicKey.publicExponentBytes == [1, 0, 1])
        // Importing checks that every part fits the rest.
        let copy = try RSAPrivateKey(key.components())
        let message = [0] + [UInt8](repeating: 0x5a, count: key.modulusByteCount - 1)
        let ciphertext = try key.publicKey.rawOperation(message)
        #expect(try copy.rawOperation(ciphertext) == message)
    }

    @Test(arguments: [0, 1024, 2047, 2049, 8193, 8194, -1])
    func otherSizesAreRefused(bitCount: Int) {
        #expect(throws: RSAKeyError.unsupportedGenerationBitCount(bitCount)) {
            try RSAPrivateKey.generate(bitCount: bitCount)
        }
    }
}
