// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import TestSupport
import Testing

@Suite(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
struct AllocationCountTests {
    @Test func countsWhatSwiftAllocates() {
        var secret: [SecretKeeper] = []
        let count = allocationCount { secret.append(SecretKeeper()) }
        #expect(count >= 2)
        #expect(secret.count == 1)
        let array = [UInt8](repeating: 1, count: 10)
        #expect(allocationCount { _ = constantTimeEqual(array.span, array.span) } == 0)
    }

    private final class SecretKeeper {
        let secret = SecretBytes(byteCount: 10)
    }
}
