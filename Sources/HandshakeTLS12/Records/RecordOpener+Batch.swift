import HandshakeSymmetric

extension RecordOpener {
    /// Opens whole records of `buffer` in place, in the order given: the same as by
    /// ``openInPlace(_:)``, several at once. They must not overlap.
    ///
    /// Writes into `opened` what each record carried; `opened` has as many elements as `records`.
    /// Answers how many were opened: where one fails, none after it is opened either, and the error
    /// that the one caused comes with the count. The text of those holds zeros or has not been
    /// touched.
    public mutating func openBatch(
        _ records: Span<Range<Int>>,
        in buffer: inout MutableSpan<UInt8>,
        opened: inout MutableSpan<OpenedRecord>
    ) -> (count: Int, error: RecordError?) {
        guard opened.count == records.count else { return (0, .noRoom) }
        var count = 0
        while count < records.count {
            // What a peer got wrong in a header ends the batch before that record.
            var batch = AESGCMRecordBatch()
            var failure: RecordError?
            while count + batch.count < records.count && !batch.isFull && failure == nil {
                let index = count + batch.count
                do throws(RecordError) {
                    opened[index] = try append(records[index], to: &batch, from: buffer.span)
                } catch {
                    failure = error
                }
            }
            let batchCount = batch.count
            let authentic = batchCount == 0 ? 0 : batch.open(with: key, in: &buffer)
            let openedCount = min((~authentic).trailingZeroBitCount, batchCount)
            invocations.advance(by: openedCount)
            if openedCount < batchCount {
                for index in count + openedCount..<count + batchCount {
                    for place in opened[index].fragment { buffer[place] = 0 }
                }
                return (count + openedCount, .authenticationFailed)
            }
            count += openedCount
            if let failure { return (count, failure) }
        }
        return (count, nil)
    }

    /// Reads a record's header and adds it to the batch, after those that are in it already.
    @inline(__always)
    private func append(
        _ place: Range<Int>,
        to batch: inout AESGCMRecordBatch,
        from buffer: Span<UInt8>
    ) throws(RecordError) -> OpenedRecord {
        guard place.lowerBound >= 0 && place.upperBound <= buffer.count else { throw .noRoom }
        let record = buffer.extracting(place)
        let header = try wholeRecordHeader(record)
        guard invocations.left > UInt64(batch.count) else { throw invocations.error }
        let text = header.text.lowerBound + place.lowerBound
        let fragment = text..<text + header.fragmentByteCount
        batch.append(
            nonce: nonce(of: record),
            additionalData: additionalData(
                header,
                sequenceNumber: invocations.next &+ UInt64(batch.count)
            ),
            text: fragment
        )
        return OpenedRecord(contentType: header.contentType, fragment: fragment)
    }
}
