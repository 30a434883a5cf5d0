import HandshakeCore
import HandshakeTLS
import TestSupport
import Testing

extension TLS13Tests {
    @Suite struct ExpandLabelTests {
        @Test func wrongLengthsAreRefused() {
            var output = [UInt8](repeating: 0, count: 16)
            let long = [UInt8](repeating: 1, count: 256)
            for (label, context, error) in [
                (0, 0, HKDFError.labelLength), (250, 0, .labelLength), (249, 256, .contextLength),
            ] {
                #expect(throws: error) {
                    var span = output.mutableSpan
                    try HKDFFunction.sha256.expandLabel(
                        secret: long.span,
                        label: Array(long[..<label]).span,
                        context: Array(long[..<context]).span,
                        into: &span
                    )
                }
            }
        }

        @Test(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
        func derivingAllocatesNothing() throws {
            let bytes = [UInt8](repeating: 1, count: 48)
            var output = bytes
            func round() throws(HKDFError) {
                var span = output.mutableSpan
                try HKDFFunction.sha384.expandLabel(
                    secret: bytes.span,
                    label: bytes.span,
                    context: bytes.span,
                    into: &span
                )
            }
            try round()
            #expect(try allocationCount(round) == 0)
        }
    }
}
