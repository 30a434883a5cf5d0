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
        #expect(throws: HKDFError.outputLength) {
            var span = output.mutableSpan
            try HKDFFunction.sha256.extract(
                salt: long.span,
                inputKeyMaterial: long.span,
                into: &span
            )
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
