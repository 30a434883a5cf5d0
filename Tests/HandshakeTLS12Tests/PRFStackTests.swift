import SelfTestCases
import Testing

@Suite struct PRFStackTests {
    @Test(arguments: PRFStackCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
