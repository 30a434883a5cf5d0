// SPDX-License-Identifier: Apache-2.0

import SelfTestCases
import Testing

/// Which kernel is chosen for which CPU.
@Suite struct HashKernelTests {
    @Test(arguments: KernelChoiceCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
