import HandshakeCore

extension TLS13.RecordOpener {
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
        opened: inout MutableSpan<TLS13.OpenedRecord>
    ) -> (count: Int, error: TLS13.RecordError?) {
        guard opened.count == records.count else { return (0, .noRoom) }
        var count = 0
        while count < records.count {
            // What a peer got wrong in a header ends the batch before that record.
            var failure: TLS13.RecordError?
            let batch = key.openRecords(
                count: min(records.count - count, AESGCMKey.recordsAtOnce),
                in: &buffer
            ) { index, buffer, batch in
                do throws(TLS13.RecordError) {
                    let place = records[count + index]
                    let header = try header(of: place, number: index, in: buffer)
                    let number = invocations.next &+ UInt64(index)
                    batch.append(
                        nonce: initializationVector.combined(with: number),
                        additionalData: header.additionalData,
                        text: inner(place)
                    )
                } catch {
                    failure = error
                }
            }
            let end = count + batch.count
            let authenticCount = min((~batch.authentic).trailingZeroBitCount, batch.count)
            if authenticCount < batch.count { failure = .authenticationFailed }
            for index in count..<count + authenticCount {
                do throws(TLS13.RecordError) {
                    opened[index] = try TLS13.parseInner(&buffer, inner(records[index]))
                } catch {
                    failure = error
                    break
                }
                invocations.advance()
                count += 1
            }
            if let failure {
                for index in count..<end {
                    for place in inner(records[index]) { buffer[place] = 0 }
                }
                return (count, failure)
            }
        }
        return (count, nil)
    }

    /// Where the text of a whole record lies.
    @inline(__always)
    private func inner(_ record: Range<Int>) -> Range<Int> {
        record.lowerBound + TLS13.RecordHeader.byteCount..<record.upperBound
            - AESGCMKey.tagByteCount
    }

    /// The header of the whole record at `place`, which comes `number` records after the next.
    @inline(__always)
    private func header(
        of place: Range<Int>,
        number: Int,
        in buffer: Span<UInt8>
    ) throws(TLS13.RecordError) -> TLS13.RecordHeader {
        guard place.lowerBound >= 0 && place.upperBound <= buffer.count else { throw .noRoom }
        let header = try wholeRecordHeader(buffer.extracting(place))
        guard invocations.left > UInt64(number) else { throw invocations.exhaustionTLS13 }
        return header
    }
}
