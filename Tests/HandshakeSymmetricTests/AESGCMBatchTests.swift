import HandshakeSymmetric
import TestSupport
import Testing

/// Records of mixed lengths, additional data and keys in one buffer, in a mixed order, with gaps.
struct MixedRecords {
    var records: [AESGCMRecord] = []
    var nonces: [[UInt8]] = []
    var additionalData: [UInt8]
    var buffer: [UInt8]

    init(seed: UInt64, recordCount: Int) throws {
        var generator = SeededGenerator(seed: seed)
        additionalData = generator.bytes(200)
        var start = 3
        for _ in 0..<recordCount {
            let nonce = generator.bytes(12)
            let length = [0, 1, 13, 16, 64, 100, 256, 300, 1350].randomElement(using: &generator)!
            let dataStart = Int.random(in: 0...100, using: &generator)
            let dataLength = [0, 5, 13, 16, 90].randomElement(using: &generator)!
            records.append(
                AESGCMRecord(
                    nonce: try AESGCMNonce(nonce.span),
                    additionalData: dataStart..<(dataStart + dataLength),
                    text: start..<(start + length),
                    keyIndex: Int.random(in: 0...1, using: &generator)
                )
            )
            nonces.append(nonce)
            start += length + 16 + Int.random(in: 0...5, using: &generator)
        }
        let order = Array(records.indices).shuffled(using: &generator)
        records = order.map { [records] in records[$0] }
        nonces = order.map { [nonces] in nonces[$0] }
        buffer = generator.bytes(start + 7)
    }
}

/// One key of each length.
func twoKeys(_ kernel: AESGCMKernel = .best, second: AESGCMKernel? = nil) throws -> AESGCMKeyList {
    var keys = AESGCMKeyList(capacity: 2)
    let first = keys.append(try AESGCMKey(testKeyBytes(16).span, kernel: kernel))
    let last = keys.append(try AESGCMKey(testKeyBytes(32).span, kernel: second ?? kernel))
    try #require(first == 0 && last == 1)
    return keys
}

extension AESGCMKeyList {
    borrowing func sealBatch(
        _ records: [AESGCMRecord],
        additionalData: [UInt8] = [],
        in buffer: inout [UInt8]
    ) throws(AESGCMError) {
        try withSpan { keys throws(AESGCMError) in
            var bytes = buffer.mutableSpan
            try AESGCMKey.sealBatch(
                records.span,
                keys: keys,
                additionalData: additionalData.span,
                in: &bytes
            )
        }
    }

    borrowing func openBatch(
        _ records: [AESGCMRecord],
        additionalData: [UInt8] = [],
        in buffer: inout [UInt8],
        isAuthentic: inout [Bool]
    ) throws(AESGCMError) {
        try withSpan { keys throws(AESGCMError) in
            var bytes = buffer.mutableSpan
            var answers = isAuthentic.mutableSpan
            try AESGCMKey.openBatch(
                records.span,
                keys: keys,
                additionalData: additionalData.span,
                in: &bytes,
                isAuthentic: &answers
            )
        }
    }
}

@Suite struct AESGCMBatchTests {
    @Test(arguments: supportedKernels, [0, 1, 2, 7, 15, 16, 17, 33, 100])
    func agreesWithSingleRecords(_ kernel: AESGCMKernel, _ recordCount: Int) throws {
        let keys = try twoKeys(kernel)
        var batch = try MixedRecords(seed: UInt64(recordCount), recordCount: recordCount)
        var isAuthentic = [Bool](repeating: false, count: recordCount)
        let original = batch.buffer
        var expected = original
        for (record, nonce) in zip(batch.records, batch.nonces) {
            let text = Array(original[record.text])
            let data = Array(batch.additionalData[record.additionalData])
            let sealed = try keys.withSpan { keys throws(AESGCMError) in
                try keys[record.keyIndex].seal(text, nonce: nonce, additionalData: data)
            }
            let end = record.text.upperBound + 16
            expected.replaceSubrange(record.text.lowerBound..<end, with: sealed)
        }
        try keys.sealBatch(
            batch.records,
            additionalData: batch.additionalData,
            in: &batch.buffer
        )
        #expect(batch.buffer == expected)

        // Every third record is forged.
        for (index, record) in batch.records.enumerated() where index % 3 == 2 {
            batch.buffer[record.text.upperBound] ^= 1
            expected[record.text.upperBound] ^= 1
        }
        try keys.openBatch(
            batch.records,
            additionalData: batch.additionalData,
            in: &batch.buffer,
            isAuthentic: &isAuthentic
        )
        for (index, record) in batch.records.enumerated() {
            #expect(isAuthentic[index] == (index % 3 != 2))
            let text = batch.buffer[record.text]
            if index % 3 == 2 {
                #expect(text.allSatisfy { $0 == 0 })
            } else {
                #expect(text == original[record.text])
            }
            expected.replaceSubrange(record.text, with: text)
        }
        #expect(batch.buffer == expected, "nothing else has changed")
    }

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
        #expect(error(0..<4, 0..<34) == .outOfRange)
        #expect(error(-1..<3, 0..<34) == .outOfRange)
        #expect(error(0..<3, 0..<35) == .outOfRange)
        #expect(error(0..<3, -1..<34) == .outOfRange)
        #expect(error(0..<3, 0..<Int.max) == .outOfRange)
        #expect(error(0..<3, Int.min..<3) == .outOfRange)
        #expect(error(0..<3, 0..<34, key: 2) == .outOfRange)
        #expect(error(0..<3, 0..<34, key: -1) == .outOfRange)
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
            try keys.openBatch(records, in: &buffer, isAuthentic: &answers)
        } catch let thrown { error = thrown }
        #expect(error == .outputLength)
    }

    @Test(.enabled(if: supportedKernels.count > 1, "this machine has one kernel alone"))
    func keysOfDifferentKernelsAreRefused() throws {
        let keys = try twoKeys(supportedKernels[0], second: supportedKernels[1])
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
