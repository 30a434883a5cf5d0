import SelfTestCases
import Testing

@Suite struct MontgomeryKernelTests {
    @Test(arguments: MontgomeryCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
