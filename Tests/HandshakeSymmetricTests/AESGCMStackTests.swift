import SelfTestCases
import Testing

@Suite struct AESGCMStackTests {
    @Test(arguments: AESGCMStackCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
