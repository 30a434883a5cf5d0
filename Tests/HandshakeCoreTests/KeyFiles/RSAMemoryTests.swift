// SPDX-License-Identifier: Apache-2.0

import Foundation
import SelfTestCases
import Synchronization
import TestSupport
import Testing

@Suite(.serialized) struct RSAMemoryTests {
    @Test(arguments: RSAMemoryCases.all)
    func holds(_ testCase: SelfTestCase) {
        #expect(testCase.run(.full).failures == [])
    }

    /// Other threads' allocations come and go between the list of what is mapped and the look at it.
    @Test(.enabled(if: MemoryRemains.works))
    func memoryIsLookedAtWhileOthersUnmap() {
        let others = Others()
        for _ in 0..<2 {
            Thread.detachNewThread {
                while !others.haveEnded.load(ordering: .relaxed) {
                    let size = 4 << 20
                    let block = unsafe mmap(
                        nil,
                        size,
                        PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS,
                        -1,
                        0
                    )
                    usleep(200)
                    unsafe munmap(block!, size)
                }
            }
        }
        for _ in 0..<20 { #expect(MemoryRemains.counts() != nil) }
        others.haveEnded.store(true, ordering: .relaxed)
    }

    private final class Others: Sendable { let haveEnded = Atomic(false) }
}
