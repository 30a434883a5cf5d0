// SPDX-License-Identifier: Apache-2.0

import HandshakeTLS
import SelfTestCases
import TestSupport
import Testing

extension TLS13Tests {
    @Suite struct RecordTests {
        @Test(arguments: TLS13RecordCases.all)
        func holds(_ testCase: SelfTestCase) {
            #expect(testCase.run(.full).failures == [])
        }

        @Test func recordsOpenInTheirOrderAlone() throws {
            var sealer = try makeSealer()
            let records = try (0..<4).map { try sealer.record([UInt8($0), 1, 2]) }
            var opener = try makeOpener()
            #expect(opener.tryOpening(records[1]).error == .authenticationFailed)
            #expect(opener.tryOpening(records[0]).content == [0, 1, 2])
            #expect(opener.tryOpening(records[0]).error == .authenticationFailed)
            #expect(opener.tryOpening(records[2]).error == .authenticationFailed)
            #expect(opener.sequenceNumber == 1)
            #expect(opener.tryOpeningInPlace(records[1]).content == [1, 1, 2])
            #expect(opener.tryOpeningInPlace(records[2]).content == [2, 1, 2])
        }

        @Test(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
        func sealerAndOpenerAllocateNothing() throws {
            var sealer = try makeSealer()
            var opener = try makeOpener()
            let content = [UInt8](repeating: 4, count: 1350)
            var record = [UInt8](repeating: 0, count: 1350 + TLS13.recordLayout.overheadByteCount)
            var output = [UInt8](repeating: 0, count: 1351)
            func round() throws(RecordError) {
                var bytes = record.mutableSpan
                var outputBytes = output.mutableSpan
                try sealer.seal(content.span, contentType: .applicationData, into: &bytes)
                _ = try opener.open(bytes.span, into: &outputBytes)
                try sealer.sealInPlace(
                    5..<1355,
                    contentType: .applicationData,
                    in: &bytes
                )
                _ = try opener.openInPlace(bytes.indices, in: &bytes)
            }
            try round()
            let count = try allocationCount { () throws(RecordError) in try round() }
            #expect(count == 0)
            #expect(output == content + [0])
        }
    }
}
