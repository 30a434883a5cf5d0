import HandshakeCore

extension TLS12.RecordOpener {
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
        opened: inout MutableSpan<TLS12.OpenedRecord>
    ) -> (count: Int, error: TLS12.RecordError?) {
        guard opened.count == records.count else { return (0, .noRoom) }
        var count = 0
        while count < records.count {
            // What a peer got wrong in a header ends the batch before that record.
            var failure: TLS12.RecordError?
            let batch = key.openRecords(
                count: min(records.count - count, AESGCMKey.recordsAtOnce),
                in: &buffer
            ) { index, buffer, batch in
                do throws(TLS12.RecordError) {
                    let place = records[count + index]
                    let header = try header(of: place, number: index, in: buffer)
                    let text = place.lowerBound + TLS12.RecordHeader.textOffset
                    let fragment = text..<text + header.fragmentByteCount
                    opened[count + index] = TLS12.OpenedRecord(
                        contentType: header.contentType,
                        fragment: fragment
                    )
                    batch.append(
                        nonce: nonce(of: buffer.extracting(place)),
                        additionalData: additionalData(
                            header,
                            sequenceNumber: invocations.next &+ UInt64(index)
                        ),
                        text: fragment
                    )
                } catch {
                    failure = error
                }
            }
            let openedCount = min((~batch.authentic).trailingZeroBitCount, batch.count)
            invocations.advance(by: openedCount)
            if openedCount < batch.count {
                for index in count + openedCount..<count + batch.count {
                    for place in opened[index].fragment { buffer[place] = 0 }
                }
                return (count + openedCount, .authenticationFailed)
            }
            count += openedCount
            if let failure { return (count, failure) }
        }
        return (count, nil)
    }

    /// The header of the whole record at `place`, which comes `number` records after the next.
    @inline(__always)
    private func header(
        of place: Range<Int>,
        number: Int,
        in buffer: Span<UInt8>
    ) throws(TLS12.RecordError) -> TLS12.RecordHeader {
        guard place.lowerBound >= 0 && place.upperBound <= buffer.count else { throw .noRoom }
        let header = try wholeRecordHeader(buffer.extracting(place))
        guard invocations.left > UInt64(number) else { throw invocations.exhaustionTLS12 }
        return header
    }
}
