// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import SelfTestCases
import TestSupport
import Testing

extension TLS12Tests {
    @Suite struct RecordTests {
        @Test(arguments: TLS12RecordCases.all + KeyExchangeCases.all)
        func holds(_ testCase: SelfTestCase) {
            #expect(testCase.run(.full).failures == [])
        }

        @Test func recordsOpenInTheirOrderAlone() throws {
            var sealer = try makeSealer()
            let records = try (0..<4).map { try sealer.record([UInt8($0), 1, 2]) }
            var opener = try makeOpener()
            #expect(opener.tryOpening(records[1]).error == .authenticationFailed)
            #expect(opener.tryOpening(records[0]).fragment == [0, 1, 2])
            #expect(opener.tryOpening(records[0]).error == .authenticationFailed)
            #expect(opener.tryOpening(records[2]).error == .authenticationFailed)
            #expect(opener.sequenceNumber == 1)
            #expect(opener.tryOpeningInPlace(records[1]).fragment == [1, 1, 2])
            #expect(opener.tryOpeningInPlace(records[2]).fragment == [2, 1, 2])
        }

        /// RFC 5288 leaves the explicit nonce to the sender.
        @Test func thePeerMayChooseItsExplicitNonces() throws {
            let keyBytes = recordKeyBytes
            let key = try AESGCMKey(keyBytes.span)
            let explicitNonce: [UInt8] = [9, 8, 7, 6, 5, 4, 3, 2]
            let sealed = try key.seal(
                [1, 2, 3],
                nonce: AESGCMNonce(recordNonceBytes + explicitNonce),
                additionalData: [0, 0, 0, 0, 0, 0, 0, 5, 23, 3, 3, 0, 3]
            )
            var opener = try makeOpener(startingAt: 5)
            let opening = opener.tryOpening([23, 3, 3, 0, 27] + explicitNonce + sealed)
            #expect(opening.fragment == [1, 2, 3])
        }

        @Test(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
        func sealerAndOpenerAllocateNothing() throws {
            var sealer = try makeSealer()
            var opener = try makeOpener()
            let fragment = [UInt8](repeating: 4, count: 1350)
            var record = [UInt8](repeating: 0, count: 1350 + TLS12.recordLayout.overheadByteCount)
            var output = [UInt8](repeating: 0, count: 1350)
            func round() throws(RecordError) {
                var bytes = record.mutableSpan
                var outputBytes = output.mutableSpan
                try sealer.seal(fragment.span, contentType: .applicationData, into: &bytes)
                _ = try opener.open(bytes.span, into: &outputBytes)
                try sealer.sealInPlace(
                    13..<1363,
                    contentType: .applicationData,
                    in: &bytes
                )
                _ = try opener.openInPlace(bytes.indices, in: &bytes)
            }
            try round()
            let count = try allocationCount { () throws(RecordError) in try round() }
            #expect(count == 0)
            #expect(output == fragment)
        }
    }
}
