// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension RecordProtection {
    /// Opens `record`, one whole record, into the first bytes of `output`.
    @inline(__always)
    mutating func open<Format: RecordFormat>(
        _ record: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
        _ format: Format.Type
    ) throws(RecordError) -> RecordContent {
        let header = try RecordHeader(parsingWhole: record, layout: Format.recordLayout)
        let text = Format.protectedText(
            at: 0,
            header,
            sequenceNumber: sequenceNumbers.next,
            in: record
        )
        guard output.count >= text.range.count else { throw RecordError(.noRoom) }
        guard sequenceNumbers.left > 0 else { throw exhaustion }
        let isAuthentic = key.openRecord(
            record,
            text: text.range,
            nonce: nonce(of: text),
            additionalData: text.additionalData.words,
            additionalDataByteCount: text.additionalData.byteCount,
            into: &output
        )
        guard isAuthentic else { throw RecordError(.authenticationFailed) }
        let opened = RecordContent(
            contentType: header.contentType,
            range: 0..<text.range.count
        )
        let content = try Format.content(of: opened, in: &output).get()
        sequenceNumbers.advance()
        return content
    }

    /// Opens the whole record that lies at `place`.
    @inline(__always)
    mutating func openInPlace<Format: RecordFormat>(
        _ place: Range<Int>,
        in buffer: inout MutableSpan<UInt8>,
        _ format: Format.Type
    ) throws(RecordError) -> RecordContent {
        let header = try header(at: place, in: buffer.span, format)
        guard sequenceNumbers.left > 0 else { throw exhaustion }
        let text = Format.protectedText(
            at: place.lowerBound,
            header,
            sequenceNumber: sequenceNumbers.next,
            in: buffer.span
        )
        let isAuthentic = key.openRecordInPlace(
            in: &buffer,
            text: text.range,
            nonce: nonce(of: text),
            additionalData: text.additionalData.words,
            additionalDataByteCount: text.additionalData.byteCount
        )
        guard isAuthentic else { throw RecordError(.authenticationFailed) }
        let opened = RecordContent(contentType: header.contentType, range: text.range)
        let content = try Format.content(of: opened, in: &buffer).get()
        sequenceNumbers.advance()
        return content
    }

    /// Opens the whole records of `buffer`, several at once, and writes into `contents` what each
    /// carried. An error names the record that did not open; those before it have been opened.
    @inline(__always)
    mutating func openBatch<Format: RecordFormat>(
        _ records: Span<Range<Int>>,
        in buffer: inout MutableSpan<UInt8>,
        into contents: inout MutableSpan<RecordContent>,
        _ format: Format.Type
    ) throws(RecordError) {
        guard contents.count >= records.count else { throw RecordError(.noRoom) }
        var count = 0
        while count < records.count {
            // What a peer got wrong in a header ends the batch before that record.
            var failure: RecordError?
            let batch = key.openRecords(
                count: min(records.count - count, AESGCMKey.recordsAtOnce),
                in: &buffer
            ) { index, buffer, batch in
                do throws(RecordError) {
                    let place = records[count + index]
                    let header = try header(at: place, in: buffer, format)
                    guard sequenceNumbers.left > UInt64(index) else { throw exhaustion }
                    let text = Format.protectedText(
                        at: place.lowerBound,
                        header,
                        sequenceNumber: sequenceNumbers.next &+ UInt64(index),
                        in: buffer
                    )
                    contents[count + index] = RecordContent(
                        contentType: header.contentType,
                        range: text.range
                    )
                    batch.append(
                        nonce: nonce(of: text),
                        additionalData: text.additionalData.words,
                        additionalDataByteCount: text.additionalData.byteCount,
                        text: text.range
                    )
                } catch {
                    failure = error
                }
            }
            let end = count + batch.count
            let authenticCount = min((~batch.authentic).trailingZeroBitCount, batch.count)
            if authenticCount < batch.count { failure = RecordError(.authenticationFailed) }
            let start = count
            for index in start..<start + authenticCount {
                do throws(RecordError) {
                    contents[index] = try Format.content(
                        of: contents[index],
                        in: &buffer
                    ).get()
                } catch {
                    failure = error
                    break
                }
                count += 1
            }
            sequenceNumbers.advance(by: count - start)
            if let failure {
                for index in count..<end {
                    for place in contents[index].range { buffer[place] = 0 }
                }
                throw RecordError(failure.code, index: count)
            }
        }
    }

    /// What is in records that lie in arrays.
    mutating func openBatch<Format: RecordFormat>(
        _ records: [[UInt8]],
        _ format: Format.Type
    ) throws(RecordError) -> [(contentType: ContentType, content: [UInt8])] {
        var buffer: [UInt8] = []
        var places: [Range<Int>] = []
        for record in records {
            places.append(buffer.count..<buffer.count + record.count)
            buffer += record
        }
        let none = RecordContent(contentType: .applicationData, range: 0..<0)
        var contents = [RecordContent](repeating: none, count: records.count)
        var bytes = buffer.mutableSpan
        var contentsSpan = contents.mutableSpan
        try openBatch(places.span, in: &bytes, into: &contentsSpan, format)
        return contents.map { ($0.contentType, Array(buffer[$0.range])) }
    }

    /// The header of the whole record that lies at `place`.
    @inline(__always)
    private func header<Format: RecordFormat>(
        at place: Range<Int>,
        in buffer: Span<UInt8>,
        _ format: Format.Type
    ) throws(RecordError) -> RecordHeader {
        guard place.lowerBound >= 0 && place.upperBound <= buffer.count else {
            throw RecordError(.noRoom)
        }
        return try RecordHeader(
            parsingWhole: buffer.extracting(place),
            layout: Format.recordLayout
        )
    }
}
