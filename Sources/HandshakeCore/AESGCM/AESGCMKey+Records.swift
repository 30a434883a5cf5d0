// SPDX-License-Identifier: Apache-2.0

// What a record layer needs: nonces and headers in registers, the tag after the text. Additional data
// is the first bytes of sixteen in memory order: across modules, a structure's initializer would be
// called. Ranges and lengths have been checked by the record layer.
extension AESGCMKey {
    /// Seals `plaintext` into `output` from `start` on; the tag follows.
    package borrowing func sealRecord(
        _ plaintext: Span<UInt8>,
        nonce: AESGCMNonce,
        additionalData: SIMD2<UInt64>,
        additionalDataByteCount: Int,
        into output: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        precondition(start >= 0 && output.count - start - Self.tagByteCount >= plaintext.count)
        withBytes(of: additionalData, byteCount: additionalDataByteCount) { additionalData in
            context.seal(
                plaintext,
                nonce: nonce,
                additionalData: additionalData,
                withTagInto: &output,
                at: start
            )
        }
    }

    /// Seals `buffer[text]` in place; the tag follows.
    package borrowing func sealRecordInPlace(
        in buffer: inout MutableSpan<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: SIMD2<UInt64>,
        additionalDataByteCount: Int
    ) {
        precondition(
            text.lowerBound >= 0 && text.upperBound <= buffer.count - Self.tagByteCount
        )
        withBytes(of: additionalData, byteCount: additionalDataByteCount) { additionalData in
            context.sealWithTagInPlace(
                in: &buffer,
                text: text,
                nonce: nonce,
                additionalData: additionalData
            )
        }
    }

    /// Opens `record[text]`, which the tag follows, into the first bytes of `plaintext`: true, or
    /// false and zeros.
    package borrowing func openRecord(
        _ record: Span<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: SIMD2<UInt64>,
        additionalDataByteCount: Int,
        into plaintext: inout MutableSpan<UInt8>
    ) -> Bool {
        precondition(
            text.lowerBound >= 0 && text.upperBound <= record.count - Self.tagByteCount
                && text.count <= plaintext.count
        )
        return withBytes(of: additionalData, byteCount: additionalDataByteCount) { additionalData in
            context.openWithTag(
                record,
                text: text,
                nonce: nonce,
                additionalData: additionalData,
                into: &plaintext
            )
        }
    }

    /// Opens `buffer[text]`, which the tag follows, in place: true, or false and zeros.
    package borrowing func openRecordInPlace(
        in buffer: inout MutableSpan<UInt8>,
        text: Range<Int>,
        nonce: AESGCMNonce,
        additionalData: SIMD2<UInt64>,
        additionalDataByteCount: Int
    ) -> Bool {
        precondition(
            text.lowerBound >= 0 && text.upperBound <= buffer.count - Self.tagByteCount
        )
        return withBytes(of: additionalData, byteCount: additionalDataByteCount) { additionalData in
            context.openWithTagInPlace(
                in: &buffer,
                text: text,
                nonce: nonce,
                additionalData: additionalData
            )
        }
    }

    /// Seals `count` records of `buffer` in place, several at once. `describe` is called for each in
    /// turn; it may write around the record's text, and appends it. The records do not overlap.
    package borrowing func sealRecords(
        count: Int,
        in buffer: inout MutableSpan<UInt8>,
        describe: (
            _ index: Int,
            _ buffer: inout MutableSpan<UInt8>,
            _ batch: inout AESGCMRecordBatch
        ) -> Void
    ) {
        var batch = AESGCMRecordBatch()
        for index in 0..<count {
            describe(index, &buffer, &batch)
            if batch.isFull { batch.seal(with: context, in: &buffer) }
        }
        if batch.count > 0 { batch.seal(with: context, in: &buffer) }
    }

    /// How many records ``openRecords(count:in:describe:)`` opens at most.
    package static var recordsAtOnce: Int { AESGCMRecordBatch.capacity }

    /// Opens up to `count` records, at most ``recordsAtOnce``, of `buffer` in place. `describe` is
    /// called for each in turn, until it appends none. The records do not overlap.
    ///
    /// Answers how many were appended, and in bit i whether record i is authentic. The text of one
    /// that is not becomes zeros.
    package borrowing func openRecords(
        count: Int,
        in buffer: inout MutableSpan<UInt8>,
        describe: (
            _ index: Int,
            _ buffer: Span<UInt8>,
            _ batch: inout AESGCMRecordBatch
        ) -> Void
    ) -> (count: Int, authentic: UInt16) {
        var batch = AESGCMRecordBatch()
        for index in 0..<count {
            describe(index, buffer.span, &batch)
            if batch.count == index { break }
        }
        let given = batch.count
        return (given, given == 0 ? 0 : batch.open(with: context, in: &buffer))
    }
}
