import SelfTestCases
import Testing

@Suite struct RSAStackTests {
    @Test(arguments: RSAStackCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
