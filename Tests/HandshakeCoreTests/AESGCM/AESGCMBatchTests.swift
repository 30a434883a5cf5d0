// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import Testing

@Suite struct AESGCMBatchTests {

    @Test func rangesOutsideAreRefused() throws {
        let keys = try twoKeys()
        let nonce = AESGCMNonce(fixedField: 1, invocationField: 2)
        func error(_ data: Range<Int>, _ text: Range<Int>, key: Int = 0) -> AESGCMError? {
            let records = [
                AESGCMRecord(nonce: nonce, additionalData: data, text: text, keyIndex: key)
            ]
            var buffer = [UInt8](repeating: 4, count: 50)
            var error: AESGCMError?
            do throws(AESGCMError) {
                try keys.sealBatch(
                    records,
                    additionalData: [1, 2, 3],
                    in: &buffer
                )
            } catch let thrown { error = thrown }
            #expect((error == nil) == (buffer != [UInt8](repeating: 4, count: 50)))
            return error
        }
        #expect(error(0..<3, 0..<34) == nil)
        #expect(error(0..<3, 34..<34) == nil)
        #expect(error(0..<4, 0..<34) == .invalidRecord(0, part: .additionalData))
        #expect(error(-1..<3, 0..<34) == .invalidRecord(0, part: .additionalData))
        #expect(error(0..<3, 0..<35) == .invalidRecord(0, part: .text))
        #expect(error(0..<3, -1..<34) == .invalidRecord(0, part: .text))
        #expect(error(0..<3, 0..<Int.max) == .invalidRecord(0, part: .text))
        #expect(error(0..<3, Int.min..<3) == .invalidRecord(0, part: .text))
        #expect(error(0..<3, 0..<34, key: 2) == .invalidRecord(0, part: .keyIndex))
        #expect(error(0..<3, 0..<34, key: -1) == .invalidRecord(0, part: .keyIndex))
    }

    @Test func theErrorNamesTheRecord() throws {
        let keys = try twoKeys()
        for wrong in 0..<20 {
            var records = (0..<20).map {
                AESGCMRecord(
                    nonce: AESGCMNonce(fixedField: 1, invocationField: UInt64($0)),
                    text: 20 * $0..<20 * $0 + 4
                )
            }
            records[wrong].additionalData = 0..<1
            var buffer = [UInt8](repeating: 0, count: 400)
            #expect(throws: AESGCMError.invalidRecord(wrong, part: .additionalData)) {
                try keys.sealBatch(records, in: &buffer)
            }
            #expect(throws: AESGCMError.invalidRecord(wrong, part: .additionalData)) {
                try keys.openBatch(records, in: &buffer)
            }
            #expect(buffer.allSatisfy { $0 == 0 })
        }
    }

    @Test func everyRecordNeedsAnAnswer() throws {
        let keys = try twoKeys()
        let records = [
            AESGCMRecord(
                nonce: AESGCMNonce(fixedField: 1, invocationField: 2),
                additionalData: 0..<0,
                text: 0..<1
            )
        ]
        var buffer = [UInt8](repeating: 0, count: 50)
        var answers: [Bool] = []
        var error: AESGCMError?
        do throws(AESGCMError) {
            try keys.withSpan { keys throws(AESGCMError) in
                var bytes = buffer.mutableSpan
                var answerSpan = answers.mutableSpan
                try AESGCMKey.openBatch(
                    records.span,
                    keys: keys,
                    in: &bytes,
                    isAuthentic: &answerSpan
                )
            }
        } catch let thrown { error = thrown }
        #expect(error == .outputLength)
    }

    @Test(.enabled(if: AESGCMKernel.supported.count > 1, "this machine has one kernel alone"))
    func keysOfDifferentKernelsAreRefused() throws {
        let keys = try twoKeys(AESGCMKernel.supported[0], second: AESGCMKernel.supported[1])
        let nonce = AESGCMNonce(fixedField: 1, invocationField: 2)
        let records = [0, 1].map {
            AESGCMRecord(
                nonce: nonce,
                additionalData: 0..<0,
                text: 20 * $0..<20 * $0 + 1,
                keyIndex: $0
            )
        }
        var buffer = [UInt8](repeating: 0, count: 50)
        var error: AESGCMError?
        do throws(AESGCMError) {
            try keys.sealBatch(records, in: &buffer)
        } catch let thrown { error = thrown }
        #expect(error == .mixedKernels)
    }

    @Test func aListTakesWhatItHasRoomFor() throws {
        var keys = try twoKeys()
        #expect(keys.count == 2)
        let third = keys.append(try AESGCMKey(testKeyBytes(16).span))
        #expect(third == nil)
        #expect(keys.count == 2)
    }

    @Test func noncesHaveTheirBytesInOrder() throws {
        var generator = SeededGenerator(seed: 9)
        let bytes = generator.bytes(12)
        let number = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let fixed =
            UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8
            | UInt32(bytes[3])
        let nonce = AESGCMNonce(fixedField: fixed, invocationField: number)
        #expect(try AESGCMNonce(bytes.span) == nonce)
        let zero = AESGCMNonce(fixedField: fixed, invocationField: 0)
        #expect(zero.combined(with: number) == nonce)
        for count in [0, 11, 13] {
            let error = #expect(throws: AESGCMError.self) {
                _ = try AESGCMNonce([UInt8](repeating: 0, count: count).span)
            }
            #expect(error == .nonceLength)
        }
    }
}
