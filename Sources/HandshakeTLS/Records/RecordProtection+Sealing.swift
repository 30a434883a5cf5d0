// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension RecordProtection {
    /// Seals `content` into the first bytes of `record`, and answers how many.
    @inline(__always)
    mutating func seal<Format: RecordFormat>(
        _ content: Span<UInt8>,
        _ contentType: ContentType,
        paddingByteCount: Int,
        into record: inout MutableSpan<UInt8>,
        _ format: Format.Type
    ) throws(RecordError) -> Int {
        let start = Format.recordLayout.prefixByteCount
        let place = RecordContent(contentType: contentType, range: start..<start + content.count)
        try check(place, paddingByteCount, room: record.count, format)
        guard sequenceNumbers.left > 0 else { throw exhaustion }
        let text = Format.writeFrame(
            of: place,
            paddingByteCount: paddingByteCount,
            sequenceNumber: sequenceNumbers.next,
            in: &record
        )
        if text.range.count == content.count {
            key.sealRecord(
                content,
                nonce: nonce(of: text),
                additionalData: text.additionalData.words,
                additionalDataByteCount: text.additionalData.byteCount,
                into: &record,
                at: start
            )
        } else {
            // The kernels seal one piece: the content goes to where its type and padding follow.
            copyBytes(content, into: &record, at: start)
            key.sealRecordInPlace(
                in: &record,
                text: text.range,
                nonce: nonce(of: text),
                additionalData: text.additionalData.words,
                additionalDataByteCount: text.additionalData.byteCount
            )
        }
        sequenceNumbers.advance()
        return Format.recordLayout.overheadByteCount + content.count + paddingByteCount
    }

    /// Seals content in place, and answers where the record lies.
    @inline(__always)
    mutating func sealInPlace<Format: RecordFormat>(
        _ content: RecordContent,
        paddingByteCount: Int,
        in buffer: inout MutableSpan<UInt8>,
        _ format: Format.Type
    ) throws(RecordError) -> Range<Int> {
        try check(content, paddingByteCount, room: buffer.count, format)
        guard sequenceNumbers.left > 0 else { throw exhaustion }
        let text = Format.writeFrame(
            of: content,
            paddingByteCount: paddingByteCount,
            sequenceNumber: sequenceNumbers.next,
            in: &buffer
        )
        key.sealRecordInPlace(
            in: &buffer,
            text: text.range,
            nonce: nonce(of: text),
            additionalData: text.additionalData.words,
            additionalDataByteCount: text.additionalData.byteCount
        )
        sequenceNumbers.advance()
        return Format.recordLayout.record(of: content.range, paddingByteCount: paddingByteCount)
    }

    /// Seals contents in place, several at once. With no padding counts there is no padding. On an
    /// error nothing has been sealed.
    @inline(__always)
    mutating func sealBatch<Format: RecordFormat>(
        _ contents: Span<RecordContent>,
        paddingByteCounts: Span<Int>,
        in buffer: inout MutableSpan<UInt8>,
        _ format: Format.Type
    ) throws(RecordError) {
        guard paddingByteCounts.isEmpty || paddingByteCounts.count == contents.count else {
            throw RecordError(.paddingByteCount)
        }
        for index in contents.indices {
            do throws(RecordError) {
                let paddingByteCount = paddingByteCounts.isEmpty ? 0 : paddingByteCounts[index]
                try check(contents[index], paddingByteCount, room: buffer.count, format)
            } catch {
                throw RecordError(error.code, index: index)
            }
        }
        guard sequenceNumbers.left >= UInt64(contents.count) else { throw exhaustion }

        key.sealRecords(count: contents.count, in: &buffer) { index, buffer, batch in
            let text = Format.writeFrame(
                of: contents[index],
                paddingByteCount: paddingByteCounts.isEmpty ? 0 : paddingByteCounts[index],
                sequenceNumber: sequenceNumbers.next &+ UInt64(index),
                in: &buffer
            )
            batch.append(
                nonce: nonce(of: text),
                additionalData: text.additionalData.words,
                additionalDataByteCount: text.additionalData.byteCount,
                text: text.range
            )
        }
        sequenceNumbers.advance(by: contents.count)
    }

    /// The records of contents that lie in arrays.
    mutating func sealBatch<Format: RecordFormat>(
        _ contents: [[UInt8]],
        _ contentType: ContentType,
        _ format: Format.Type
    ) throws(RecordError) -> [[UInt8]] {
        let layout = Format.recordLayout
        var buffer: [UInt8] = []
        var places: [RecordContent] = []
        for content in contents {
            buffer += repeatElement(0, count: layout.prefixByteCount)
            let start = buffer.count
            buffer += content
            places.append(RecordContent(contentType: contentType, range: start..<buffer.count))
            buffer += repeatElement(0, count: layout.suffixByteCount)
        }
        var bytes = buffer.mutableSpan
        try sealBatch(places.span, paddingByteCounts: Span(), in: &bytes, format)
        return places.map { Array(buffer[layout.record(of: $0.range, paddingByteCount: 0)]) }
    }

    /// Whether content may be sealed where it lies in a buffer of `room` bytes.
    @inline(__always)
    private func check<Format: RecordFormat>(
        _ content: RecordContent,
        _ paddingByteCount: Int,
        room: Int,
        _ format: Format.Type
    ) throws(RecordError) {
        let layout = Format.recordLayout
        guard content.range.lowerBound >= layout.prefixByteCount else {
            throw RecordError(.noRoom)
        }
        let byteCount = content.range.count
        guard paddingByteCount >= 0 else { throw RecordError(.paddingByteCount) }
        guard byteCount <= RecordLayout.maximumContentByteCount,
            paddingByteCount <= RecordLayout.maximumContentByteCount - byteCount
        else { throw RecordError(.contentTooLong) }
        guard room - layout.suffixByteCount - paddingByteCount >= content.range.upperBound else {
            throw RecordError(.noRoom)
        }
        guard Format.carries(content.contentType) else { throw RecordError(.unexpectedContentType) }
        guard byteCount > 0 || content.contentType == .applicationData else {
            throw RecordError(.emptyContent)
        }
    }
}
