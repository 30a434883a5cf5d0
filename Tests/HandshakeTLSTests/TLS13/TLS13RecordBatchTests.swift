import HandshakeCore
import HandshakeTLS
import TestSupport
import Testing

extension TLS13Tests {
    /// Contents of mixed lengths and types, laid out in one buffer with gaps.
    struct RecordBatchCase {
        var contents: [TLS13.RecordContent] = []
        var records: [Range<Int>] = []
        var buffer: [UInt8]

        init(count: Int) {
            var generator = SeededGenerator(seed: UInt64(count))
            var start = 2
            for _ in 0..<count {
                let byteCount = [1, 2, 16, 64, 256, 1350].randomElement(using: &generator)!
                let contentType = TLS13.ContentType.allCases.randomElement(using: &generator)!
                let padding = [0, 0, 1, 30].randomElement(using: &generator)!
                contents.append(
                    TLS13.RecordContent(
                        contentType: contentType,
                        start: start,
                        byteCount: byteCount,
                        paddingByteCount: padding
                    )
                )
                let end = start + byteCount + padding + TLS13.RecordHeader.overheadByteCount
                records.append(start..<end)
                start = end + Int.random(in: 0...3, using: &generator)
            }
            buffer = generator.bytes(start + 5)
        }

        func content(_ index: Int) -> ArraySlice<UInt8> {
            let start = contents[index].start + 5
            return buffer[start..<start + contents[index].byteCount]
        }
    }

    static func sealBatch(
        _ contents: [TLS13.RecordContent],
        in buffer: inout [UInt8],
        with sealer: inout TLS13.RecordSealer
    ) throws(TLS13.RecordError) {
        var bytes = buffer.mutableSpan
        try sealer.sealBatch(contents.span, in: &bytes)
    }

    static func openBatch(
        _ records: [Range<Int>],
        in buffer: inout [UInt8],
        into opened: inout [TLS13.OpenedRecord],
        with opener: inout TLS13.RecordOpener
    ) -> (count: Int, error: TLS13.RecordError?) {
        var bytes = buffer.mutableSpan
        var openedRecords = opened.mutableSpan
        return opener.openBatch(records.span, in: &bytes, opened: &openedRecords)
    }

    /// Something to write over.
    static func placeholders(_ count: Int) throws -> [TLS13.OpenedRecord] {
        var sealer = try makeSealer()
        var record = try sealer.record([])
        var opener = try makeOpener()
        var bytes = record.mutableSpan
        return [TLS13.OpenedRecord](repeating: try opener.openInPlace(&bytes), count: count)
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
                    original.contents[index].contentType,
                    paddingByteCount: original.contents[index].paddingByteCount
                )
                expected.replaceSubrange(original.records[index], with: record)
            }
            var sealer = try makeSealer(kernel: kernel)
            try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
            #expect(batch.buffer == expected)
            #expect(sealer.sequenceNumber == UInt64(count))

            var opened = try placeholders(count)
            var opener = try makeOpener(kernel: kernel)
            let result = openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
            #expect(result.count == count)
            #expect(result.error == nil)
            #expect(opener.sequenceNumber == UInt64(count))
            for index in 0..<count {
                #expect(opened[index].contentType == original.contents[index].contentType)
                #expect(batch.buffer[opened[index].content] == original.content(index))
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

            var opened = try placeholders(40)
            var opener = try makeOpener()
            let result = openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
            #expect(result.count == forged)
            #expect(result.error == .authenticationFailed)
            #expect(opener.sequenceNumber == UInt64(forged))
            for index in 0..<40 {
                let text = original.contents[index].start + 5
                let range = text..<text + original.contents[index].byteCount
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
            var opened = try placeholders(20)
            var opener = try makeOpener()
            let result = openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
            #expect(result.count == 7)
            #expect(result.error == .notProtected)
            #expect(opener.sequenceNumber == 7)
        }

        /// A faulty peer's record is authentic but has no content type.
        @Test func anAuthenticRecordWithoutATypeEndsTheBatch() throws {
            let content: [UInt8] = [1, 2, 3]
            var sealer = try makeSealer()
            let records = try (0..<3).map { _ in try sealer.record(content) }
            let keyBytes = recordKeyBytes
            let key = try AESGCMKey(keyBytes.span)
            var nonce = recordNonceBytes
            nonce[11] ^= 1
            let header = Array(records[1][..<5])
            let typeless = try key.seal([0, 0, 0, 0], nonce: nonce, additionalData: header)
            var buffer = records[0] + header + typeless + records[2]
            let places = [0..<25, 25..<50, 50..<75]
            var opened = try placeholders(3)
            var opener = try makeOpener()
            let result = openBatch(places, in: &buffer, into: &opened, with: &opener)
            #expect(result.count == 1)
            #expect(result.error == .unexpectedContentType)
            #expect(Array(buffer[opened[0].content]) == content)
            #expect(buffer[30..<34].allSatisfy { $0 == 0 })
            #expect(buffer[55..<59].allSatisfy { $0 == 0 })
            #expect(opener.sequenceNumber == 1)
        }

        @Test func placesOutsideTheBufferAreRefused() throws {
            var opener = try makeOpener()
            var buffer = [UInt8](repeating: 0, count: 40)
            var opened = try placeholders(1)
            for range in [-1..<3, 0..<41, 41..<41, Int.min..<Int.max, 39..<Int.max] {
                let result = openBatch([range], in: &buffer, into: &opened, with: &opener)
                #expect(result.count == 0)
                #expect(result.error == .noRoom)
            }
            let result = openBatch([0..<40, 0..<40], in: &buffer, into: &opened, with: &opener)
            #expect(result.error == .noRoom)
            var sealer = try makeSealer()
            for place in [(-1, 3), (19, 0), (41, 0), (.max, 1), (0, 19), (0, -1)] {
                let content = TLS13.RecordContent(
                    contentType: .applicationData,
                    start: place.0,
                    byteCount: place.1
                )
                var error: TLS13.RecordError?
                do throws(TLS13.RecordError) {
                    try sealBatch([content], in: &buffer, with: &sealer)
                } catch let thrown { error = thrown }
                #expect(error == .noRoom)
            }
            #expect(buffer.allSatisfy { $0 == 0 })
        }

        @Test func theRecordLimitHoldsForAWholeBatch() throws {
            var batch = RecordBatchCase(count: 5)
            let before = batch.buffer
            var sealer = try makeSealer(recordLimit: 4)
            var error: TLS13.RecordError?
            do throws(TLS13.RecordError) {
                try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
            } catch let thrown { error = thrown }
            #expect(error == .recordLimitReached)
            #expect(batch.buffer == before)
            #expect(sealer.sequenceNumber == 0)

            var other = try makeSealer()
            try sealBatch(batch.contents, in: &batch.buffer, with: &other)
            var opened = try placeholders(5)
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
            var opened = try placeholders(40)
            func round() throws(TLS13.RecordError) -> Int {
                try sealBatch(batch.contents, in: &batch.buffer, with: &sealer)
                return openBatch(batch.records, in: &batch.buffer, into: &opened, with: &opener)
                    .count
            }
            _ = try round()
            var openedCount = 0
            let count = try allocationCount { () throws(TLS13.RecordError) in
                openedCount = try round()
            }
            #expect(count == 0)
            #expect(openedCount == 40)
        }
    }
}
