import SelfTestCases
import Testing

@Suite struct HMACStackTests {
    @Test(arguments: HMACStackCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
