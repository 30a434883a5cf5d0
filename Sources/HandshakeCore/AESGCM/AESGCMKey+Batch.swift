// SPDX-License-Identifier: Apache-2.0

/// Where a record of a batch lies, and what it is sealed with.
public struct AESGCMRecord: Sendable {
    /// Its nonce, used once with its key.
    public var nonce: AESGCMNonce
    /// In the batch's additional data; records may share it.
    public var additionalData: Range<Int>
    /// In the batch's buffer. The 16 bytes of the tag follow; no other record may overlap either.
    public var text: Range<Int>
    /// Which of the batch's keys.
    public var keyIndex: Int

    /// A record of `text`, with the first of the batch's keys unless another is named.
    public init(
        nonce: AESGCMNonce,
        additionalData: Range<Int> = 0..<0,
        text: Range<Int>,
        keyIndex: Int = 0
    ) {
        self.nonce = nonce
        self.additionalData = additionalData
        self.text = text
        self.keyIndex = keyIndex
    }
}

extension AESGCMKey {
    /// Seals records of `buffer` in place, each with its key: the kernel fills its width with
    /// several short records at once. Any number of records, of any lengths, in any order.
    ///
    /// All keys that are used must have the same kernel. On an error no byte has been changed.
    public static func sealBatch(
        _ records: Span<AESGCMRecord>,
        keys: Span<AESGCMKey>,
        additionalData: Span<UInt8> = Span(),
        in buffer: inout MutableSpan<UInt8>
    ) throws(AESGCMError) {
        try check(records, keys: keys, additionalData: additionalData, buffer: buffer)
        var batch = AESGCMRecordBatch()
        for index in records.indices {
            batch.append(records[index], keys: keys, additionalData: additionalData)
            if batch.isFull || index == records.count - 1 {
                batch.seal(with: keys[records[index].keyIndex].context, in: &buffer)
            }
        }
    }

    /// Opens records of `buffer` in place, each with its key. Writes whether each is authentic into the
    /// first elements of `isAuthentic`; the text of one that is not becomes zeros.
    ///
    /// All keys that are used must have the same kernel. On an error no byte has been changed.
    public static func openBatch(
        _ records: Span<AESGCMRecord>,
        keys: Span<AESGCMKey>,
        additionalData: Span<UInt8> = Span(),
        in buffer: inout MutableSpan<UInt8>,
        isAuthentic: inout MutableSpan<Bool>
    ) throws(AESGCMError) {
        guard isAuthentic.count >= records.count else { throw .outputLength }
        try check(records, keys: keys, additionalData: additionalData, buffer: buffer)
        var batch = AESGCMRecordBatch()
        for index in records.indices {
            batch.append(records[index], keys: keys, additionalData: additionalData)
            if batch.isFull || index == records.count - 1 {
                let first = index + 1 - batch.count
                let authentic = batch.open(
                    with: keys[records[index].keyIndex].context,
                    in: &buffer
                )
                for opened in first...index {
                    isAuthentic[opened] = authentic >> UInt16(opened - first) & 1 == 1
                }
            }
        }
    }

    private static func check(
        _ records: Span<AESGCMRecord>,
        keys: Span<AESGCMKey>,
        additionalData: Span<UInt8>,
        buffer: borrowing MutableSpan<UInt8>
    ) throws(AESGCMError) {
        for index in records.indices {
            let record = records[index]
            guard keys.indices.contains(record.keyIndex) else {
                throw .invalidRecord(index, part: .keyIndex)
            }
            guard record.additionalData.lowerBound >= 0,
                record.additionalData.upperBound <= additionalData.count
            else { throw .invalidRecord(index, part: .additionalData) }
            guard record.text.lowerBound >= 0,
                record.text.upperBound <= buffer.count - tagByteCount,
                record.text.count <= maximumTextByteCount
            else { throw .invalidRecord(index, part: .text) }
            guard keys[record.keyIndex].kernel == keys[records[0].keyIndex].kernel else {
                throw .mixedKernels
            }
        }
    }
}

extension AESGCMRecordBatch {
    /// Adds a record whose ranges have been checked. The keys and the additional data are those of
    /// the caller's caller: they outlast the batch.
    @inline(__always)
    fileprivate mutating func append(
        _ record: AESGCMRecord,
        keys: Span<AESGCMKey>,
        additionalData: Span<UInt8>
    ) {
        unsafe additionalData.extracting(record.additionalData).withUnsafeBufferPointer {
            unsafe append(
                nonce: record.nonce,
                context: keys[record.keyIndex].context.pointer,
                additionalData: $0,
                text: record.text
            )
        }
    }
}
