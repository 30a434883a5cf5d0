// SPDX-License-Identifier: Apache-2.0

import SelfTestCases
import TestSupport
import Testing

extension TLS12Tests {
    @Suite(.enabled(if: StackRemains.canBeFound, "no sanitizer"))
    struct PRFStackTests {
        @Test(arguments: PRFStackCases.all)
        func holds(_ testCase: SelfTestCase) {
            #expect(testCase.run(.full).failures == [])
        }
    }
}
