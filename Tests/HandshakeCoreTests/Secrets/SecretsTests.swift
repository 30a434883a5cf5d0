// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import Testing

@Suite struct SecretBytesTests {
    /// In a function that throws one type, a closure passes it on: that this compiles is the test.
    private func sealed(
        _ plaintext: [UInt8],
        with secret: borrowing SecretBytes
    ) throws(AESGCMError) -> [UInt8] {
        let key = try secret.withBytes { bytes throws(AESGCMError) in try AESGCMKey(bytes) }
        var list = AESGCMKeyList(capacity: 1)
        _ = list.append(key)
        return try list.withSpan { keys throws(AESGCMError) in
            try keys[0].seal(plaintext, nonce: keys[0].nonce([UInt8](repeating: 0, count: 12)))
        }
    }

    @Test func closuresThrowOneType() throws {
        #expect(try sealed([1], with: SecretBytes(byteCount: 16)).count == 17)
        #expect(throws: AESGCMError.self) { try sealed([1], with: SecretBytes(byteCount: 15)) }
    }

    @Test func holdsWhatItIsGiven() {
        let secret = SecretBytes(copying: ([1, 2, 3] as [UInt8]).span)
        #expect(secret.byteCount == 3)
        secret.withBytes { bytes in
            #expect(bytes[0] == 1 && bytes[1] == 2 && bytes[2] == 3)
        }
    }

    @Test func startsAsZeros() {
        let secret = SecretBytes(byteCount: 100)
        secret.withBytes { bytes in
            for index in bytes.indices { #expect(bytes[index] == 0) }
        }
    }

    @Test func emptyIsFine() {
        let secret = SecretBytes(byteCount: 0)
        #expect(secret.withBytes { $0.count } == 0)
    }

    @Test(arguments: [-1, Int.min])
    func aNegativeCountIsNone(byteCount: Int) {
        let secret = SecretBytes(byteCount: byteCount)
        #expect(secret.byteCount == 0)
        var filledByteCount = -1
        _ = SecretBytes(byteCount: byteCount) { filledByteCount = $0.count }
        #expect(filledByteCount == 0)
    }

    @Test func moreThanThereIsEndsTheProcess() async {
        await #expect(processExitsWith: .failure) { _ = SecretBytes(byteCount: .max) }
    }

    @Test func fillingMayThrow() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            _ = try SecretBytes(byteCount: 4) { _ throws(Failure) in throw Failure() }
        }
    }
}

@Suite struct ConstantTimeTests {
    @Test func equalComparesEveryByte() {
        // Spans cannot pass through #expect: a result is taken first.
        func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool { constantTimeEqual(a.span, b.span) }
        let a = [UInt8](0..<200)
        #expect(equal(a, a))
        for index in a.indices {
            for bit in 0..<8 {
                var b = a
                b[index] ^= 1 << bit
                #expect(!equal(a, b))
            }
        }
        #expect(!equal(a, Array(a[..<199])))
        #expect(equal([], []))
    }

    @Test(arguments: [0, 1, 2, 255, 256, .max - 1, .max, 1 << 63, (1 << 63) - 1] as [UInt64])
    func masksAgreeWithBranches(_ a: UInt64) {
        for b in [0, 1, 2, 255, 256, .max - 1, .max, 1 << 63, (1 << 63) - 1] as [UInt64] {
            #expect(Mask.less(a, b).bits == (a < b ? .max : 0))
            #expect(Mask.equal(a, b).bits == (a == b ? .max : 0))
            #expect(Mask.less(a, b).select(a, else: b) == min(a, b))
        }
        #expect(Mask.isZero(a).bits == (a == 0 ? .max : 0))
        #expect((!Mask.isZero(a)).bits == (a == 0 ? 0 : .max))
    }

    @Test func wipeClears() {
        var bytes = [UInt8](repeating: 7, count: 33)
        var span = bytes.mutableSpan
        span.wipe()
        #expect(bytes.allSatisfy { $0 == 0 })
    }
}
