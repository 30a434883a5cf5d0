import HandshakeSymmetric
import SelfTestCases
import Testing

@Suite struct HashTests {
    @Test(arguments: HashCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }

    @Test(arguments: HashAlgorithm.allCases)
    func twoPartsMatchOne(_ algorithm: HashAlgorithm) {
        let message = [UInt8](0..<200)
        for cut in 0...200 {
            var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
            var span = digest.mutableSpan
            let whole = message.span
            algorithm.hash(
                whole.extracting(..<cut),
                whole.extracting(cut...),
                into: &span
            )
            #expect(digest == algorithm.digest(message))
        }
    }

    @Test(arguments: HashAlgorithm.allCases)
    func lengthsAreTheStandards(_ algorithm: HashAlgorithm) {
        #expect(algorithm.digestByteCount <= HashAlgorithm.maximumDigestByteCount)
        #expect(algorithm.blockByteCount == (algorithm.digestByteCount > 32 ? 128 : 64))
    }
}
