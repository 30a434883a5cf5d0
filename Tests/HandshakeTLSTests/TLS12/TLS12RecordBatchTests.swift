// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeTLS
import TestSupport
import Testing

extension TLS12Tests {
    /// Contents of mixed lengths and types, laid out in one buffer with gaps.
    struct RecordBatchCase {
        var contents: [RecordContent] = []
        var records: [Range<Int>] = []
        var buffer: [UInt8]

        init(count: Int) {
            var generator = SeededGenerator(seed: UInt64(count))
            let layout = TLS12.recordLayout
            var end = 2
            for _ in 0..<count {
                let start = end + Int.random(in: 0...3, using: &generator) + layout.prefixByteCount
                let byteCount = [1, 2, 16, 64, 256, 1350].randomElement(using: &generator)!
                let contentType = ContentType.allCases.randomElement(using: &generator)!
                contents.append(
                    RecordContent(contentType: contentType, range: start..<start + byteCount)
                )
                end = start + byteCount + layout.suffixByteCount
                records.append(start - layout.prefixByteCount..<end)
            }
            buffer = generator.bytes(end + 5)
        }

        func content(_ index: Int) -> ArraySlice<UInt8> { buffer[contents[index].range] }
    }

    static func sealBatch(
        _ contents: [RecordContent],
        in buffer: inout [UInt8],
        with sealer: inout TLS12.RecordSealer
    ) throws(RecordError) {
        var bytes = buffer.mutableSpan
        try sealer.sealBatch(contents.span, in: &bytes)
    }

    static func openBatch(
        _ records: [Range<Int>],
        in buffer: inout [UInt8],
        into opened: inout [RecordContent],
        with opener: inout TLS12.RecordOpener
    ) -> (count: Int, error: RecordError.Code?) {
        var bytes = buffer.mutableSpan
        var openedRecords = opened.mutableSpan
        do throws(RecordError) {
            try opener.openBatch(records.span, in: &bytes, into: &openedRecords)
            return (records.count, nil)
        } catch {
            return (error.index ?? 0, error.code)
        }
    }

    /// Something to write over.
    static func placeholders(_ count: Int) -> [RecordContent] {
        [RecordContent](
            repeating: RecordContent(contentType: .applicationData, range: 0..<0),
            count: count
        )
    }

    @Suite struct RecordBatchTests {
        @Test(arguments: supportedKernels, [0, 1, 2, 8, 15, 16, 17, 40])
        func agreesWithSingleRecords(_ kernel: AESGCMKernel, _ count: Int) throws {
            let original = RecordBatchCase(count: count)
            var batch = original
            var single = try makeSealer(kernel: kernel)
            var expected = original.buffer
            for index in 0..<count {
                let record = try single.record(
                    Array(original.content(index)),
                    original.contents[index].contentType
                )
                expected.replaceSubrange(original.records[index], with: record)
            }
            var sealer = try makeSealer(kernel: kernel)
            try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
            #expect(batch.buffer == expected)
            #expect(sealer.sequenceNumber == UInt64(count))

            var opened = placeholders(count)
            var opener = try makeOpener(kernel: kernel)
            let result = openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
            #expect(result.count == count)
            #expect(result.error == nil)
            #expect(opener.sequenceNumber == UInt64(count))
            for index in 0..<count {
                #expect(opened[index].contentType == original.contents[index].contentType)
                #expect(batch.buffer[opened[index].range] == original.content(index))
            }
        }

        @Test(arguments: [0, 5, 15, 16, 20, 39])
        func nothingOpensAfterAForgedRecord(_ forged: Int) throws {
            let original = RecordBatchCase(count: 40)
            var batch = original
            var sealer = try makeSealer()
            try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
            let lastByte = batch.records[forged].upperBound - 1
            batch.buffer[lastByte] ^= 1
            let sealed = batch.buffer

            var opened = placeholders(40)
            var opener = try makeOpener()
            let result = openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
            #expect(result.count == forged)
            #expect(result.error == .authenticationFailed)
            #expect(opener.sequenceNumber == UInt64(forged))
            for index in 0..<40 {
                let range = original.contents[index].range
                if index < forged {
                    #expect(batch.buffer[range] == original.content(index))
                } else {
                    let isZero = batch.buffer[range].allSatisfy { $0 == 0 }
                    #expect(isZero || batch.buffer[range] == sealed[range])
                }
            }

            // The right one can still be opened, and what had not been touched after it.
            batch.buffer = sealed
            batch.buffer[lastByte] ^= 1
            let rest = Array(batch.records[forged...])
            var openedRest = Array(opened[forged...])
            let second = openBatch(rest, in: &batch.buffer, into: &openedRest, with: &opener)
            #expect(second.count == 40 - forged)
            #expect(second.error == nil)
        }

        @Test func aHeaderThatIsNoneEndsTheBatchBeforeIt() throws {
            var batch = RecordBatchCase(count: 20)
            var sealer = try makeSealer()
            try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
            batch.buffer[batch.records[7].lowerBound + 2] = 1
            var opened = placeholders(20)
            var opener = try makeOpener()
            let result = openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
            #expect(result.count == 7)
            #expect(result.error == .wrongVersion)
            #expect(opener.sequenceNumber == 7)
        }

        @Test func placesOutsideTheBufferAreRefused() throws {
            var opener = try makeOpener()
            var buffer = [UInt8](repeating: 0, count: 40)
            var opened = placeholders(1)
            for range in [-1..<3, 0..<41, 41..<41, Int.min..<Int.max, 39..<Int.max] {
                let result = openBatch([range], in: &buffer, into: &opened, with: &opener)
                #expect(result.count == 0)
                #expect(result.error == .noRoom)
            }
            let result = openBatch([0..<40, 0..<40], in: &buffer, into: &opened, with: &opener)
            #expect(result.error == .noRoom)
            var sealer = try makeSealer()
            for range in [
                -1..<3, 0..<3, 12..<14, 13..<30, 41..<41, 39..<45, Int.min..<Int.max,
            ] {
                let content = RecordContent(contentType: .applicationData, range: range)
                var error: RecordError.Code?
                do throws(RecordError) {
                    try sealBatch([content], in: &buffer, with: &sealer)
                } catch let thrown { error = thrown.code }
                #expect(error == .noRoom)
            }
            #expect(buffer.allSatisfy { $0 == 0 })
        }

        @Test func errorsNameTheRecord() throws {
            let batch = RecordBatchCase(count: 20)
            var buffer = batch.buffer
            var sealer = try makeSealer()
            for index in [0, 7, 19] {
                var contents = batch.contents
                contents[index].range = 1..<2
                #expect(throws: RecordError(.noRoom, index: index)) {
                    try sealBatch(contents, in: &buffer, with: &sealer)
                }
                #expect(buffer == batch.buffer)
            }
            #expect(RecordError(.noRoom, index: 7).reason.hasPrefix("record 7: "))
            #expect(sealer.sequenceNumber == 0)

            let sealed = try sealer.sealBatch([[1], [2, 3]], contentType: .handshake)
            for index in [0, 1] {
                var records = sealed
                records[index][20] ^= 1
                var opener = try makeOpener()
                var error: RecordError?
                do throws(RecordError) {
                    _ = try opener.openBatch(records)
                } catch let thrown { error = thrown }
                #expect(error == RecordError(.authenticationFailed, index: index))
                #expect(opener.sequenceNumber == UInt64(index))
            }
        }

        @Test func arraysComeBack() throws {
            var sealer = try makeSealer()
            var single = try makeSealer()
            var opener = try makeOpener()
            let contents: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 9, count: 1000)]
            let records = try sealer.sealBatch(contents, contentType: .applicationData)
            for (content, record) in zip(contents, records) {
                #expect(try single.seal(content, contentType: .applicationData) == record)
            }
            let opened = try opener.openBatch(records)
            #expect(opened.map(\.content) == contents)
            #expect(opened.allSatisfy { $0.contentType == .applicationData })
            #expect(try opener.openBatch([]).isEmpty)

            let record = try sealer.seal([4, 5], contentType: .alert)
            let alert = try opener.open(record)
            #expect(alert.contentType == .alert)
            #expect(alert.content == [4, 5])
            let header = try RecordHeader(parsing: record, layout: TLS12.recordLayout)
            #expect(header.recordByteCount == record.count)
        }

        @Test func theRecordLimitHoldsForAWholeBatch() throws {
            var batch = RecordBatchCase(count: 5)
            let before = batch.buffer
            var sealer = try makeSealer(recordLimit: 4)
            var error: RecordError.Code?
            do throws(RecordError) {
                try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
            } catch let thrown { error = thrown.code }
            #expect(error == .recordLimitReached)
            #expect(batch.buffer == before)
            #expect(sealer.sequenceNumber == 0)

            var other = try makeSealer()
            try sealBatch(batch.contents, in: &batch.buffer, with: &other)
            var opened = placeholders(5)
            var opener = try makeOpener(recordLimit: 4)
            let result = openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
            #expect(result.count == 4)
            #expect(result.error == .recordLimitReached)
        }

        @Test(.enabled(if: countsAllocations, "release builds, glibc, no sanitizer"))
        func batchesAllocateNothing() throws {
            var batch = RecordBatchCase(count: 40)
            var sealer = try makeSealer()
            var opener = try makeOpener()
            var opened = placeholders(40)
            func round() throws(RecordError) -> Int {
                try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
                return openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
                    .count
            }
            _ = try round()
            var openedCount = 0
            let count = try allocationCount { () throws(RecordError) in
                openedCount = try round()
            }
            #expect(count == 0)
            #expect(openedCount == 40)
        }
    }
}
