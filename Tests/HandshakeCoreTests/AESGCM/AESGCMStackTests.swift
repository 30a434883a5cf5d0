// SPDX-License-Identifier: Apache-2.0

import SelfTestCases
import TestSupport
import Testing

@Suite(.enabled(if: StackRemains.canBeFound, "no sanitizer"))
struct AESGCMStackTests {
    @Test(arguments: AESGCMStackCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }
}
