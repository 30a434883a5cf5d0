// SPDX-License-Identifier: Apache-2.0

import SelfTestCases
import Testing

@Suite struct MontgomeryKernelTests {
    @Test(arguments: MontgomeryCases.all + MontgomeryPairCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
