import SelfTestCases
import Testing

@Suite struct RSAMemoryTests {
    @Test(arguments: RSAMemoryCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
