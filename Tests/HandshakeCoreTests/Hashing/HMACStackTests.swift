// SPDX-License-Identifier: Apache-2.0

import SelfTestCases
import TestSupport
import Testing

@Suite(.enabled(if: StackRemains.canBeFound, "no sanitizer"))
struct HMACStackTests {
    @Test(arguments: HMACStackCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
