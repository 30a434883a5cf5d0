// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import TestSupport
import Testing

@Suite struct HKDFTests {
    @Test func wrongLengthsAreRefused() {
        var output = [UInt8](repeating: 0, count: 255 * 32 + 1)
        let long = [UInt8](repeating: 1, count: 256)
        #expect(throws: HKDFError.outputLength) {
            var span = output.mutableSpan
            try HKDFFunction.sha256.expand(
                pseudorandomKey: long.span,
                info: long.span,
                into: &span
            )
        }
        output = [UInt8](repeating: 0, count: 31)
        #expect(throws: HKDFError.outputLength) {
            var span = output.mutableSpan
            try HKDFFunction.sha256.extract(
                salt: long.span,
                inputKeyMaterial: long.span,
                into: &span
            )
        }
    }

    @Test func theFormThatReturnsGivesWhatTheOtherWrites() throws {
        let hkdf = HKDFFunction.sha384
        let material = [UInt8](repeating: 1, count: 20)
        let salt = [UInt8](repeating: 2, count: 7)
        let secret = SecretBytes(copying: material.span)
        for salt in [[], salt] {
            // Longer than it needs to be
            var key = [UInt8](repeating: 0xa5, count: 50)
            var span = key.mutableSpan
            try hkdf.extract(salt: salt.span, inputKeyMaterial: material.span, into: &span)
            #expect(key[48...] == [0xa5, 0xa5])
            let returned = hkdf.extract(salt: salt, inputKeyMaterial: secret)
            #expect(returned.withBytes { constantTimeEqual($0, key.span.extracting(first: 48)) })
        }
        var output = [UInt8](repeating: 0, count: 100)
        var span = output.mutableSpan
        try hkdf.expand(pseudorandomKey: material.span, info: salt.span, into: &span)
        let returned = try hkdf.expand(pseudorandomKey: secret, info: salt, byteCount: 100)
        #expect(returned.withBytes { constantTimeEqual($0, output.span) })
        for byteCount in [-1, Int.min, .max, 255 * 48 + 1] {
            #expect(throws: HKDFError.outputLength) {
                _ = try hkdf.expand(pseudorandomKey: secret, byteCount: byteCount).byteCount
            }
        }
    }

    @Test(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
    func derivingAllocatesNothing() throws {
        let bytes = [UInt8](repeating: 1, count: 48)
        var output = bytes
        func round() throws(HKDFError) {
            var span = output.mutableSpan
            try HKDFFunction.sha384.extract(
                salt: bytes.span,
                inputKeyMaterial: bytes.span,
                into: &span
            )
            try HKDFFunction.sha384.expand(
                pseudorandomKey: bytes.span,
                info: bytes.span,
                into: &span
            )
        }
        try round()
        #expect(try allocationCount(round) == 0)
    }
}
