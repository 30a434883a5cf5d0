public import HandshakeCore

extension TLS13 {
    /// What a record carried.
    public struct OpenedRecord: Equatable, Sendable {
        public let contentType: ContentType
        /// Where the content lies, in the buffer that it was opened in or into.
        public let content: Range<Int>
    }

    /// Opens the records of one direction of a connection that a peer's sealer has protected with
    /// AES-GCM (RFC 8446, 5.2).
    ///
    /// Owns the key, the initialization vector and the sequence number: a record that was dropped,
    /// repeated or moved does not open. Opening allocates nothing. On an error no sequence number
    /// has been used up, and no plaintext is left: where the record was opened, its place holds
    /// zeros, else nothing has been written.
    public struct RecordOpener: ~Copyable, Sendable {
        let key: AESGCMKey
        let initializationVector: AESGCMNonce
        var invocations: AESGCMInvocations

        /// An opener for a traffic key and its initialization vector; see ``RecordSealer``'s.
        public init(
            key: Span<UInt8>,
            initializationVector: Span<UInt8>,
            startingAt sequenceNumber: UInt64 = 0,
            recordLimit: UInt64 = RecordSealer.defaultRecordLimit,
            kernel: AESGCMKernel = .best
        ) throws(RecordError) {
            let initializationVector = try TLS13.recordInitializationVector(initializationVector)
            let key = try TLS13.recordKey(key, kernel: kernel)
            self.key = key
            self.initializationVector = initializationVector
            invocations = AESGCMInvocations(first: sequenceNumber, limit: recordLimit)
        }

        /// The sequence number of the next record.
        public var sequenceNumber: UInt64 { invocations.next }

        /// Opens `record`, one whole record, into the first bytes of `content`, which must have 21
        /// bytes less: the content's type and the padding are opened with it, and then become
        /// zeros.
        public mutating func open(
            _ record: Span<UInt8>,
            into content: inout MutableSpan<UInt8>
        ) throws(RecordError) -> OpenedRecord {
            let header = try wholeRecordHeader(record)
            guard content.count >= header.innerByteCount else { throw .noRoom }
            guard invocations.left > 0 else { throw invocations.exhaustionTLS13 }
            let isAuthentic = key.openRecord(
                record,
                text: RecordHeader.byteCount..<RecordHeader.byteCount + header.innerByteCount,
                nonce: initializationVector.combined(with: invocations.next),
                additionalData: header.additionalData,
                into: &content
            )
            guard isAuthentic else { throw .authenticationFailed }
            let opened = try TLS13.parseInner(&content, 0..<header.innerByteCount)
            invocations.advance()
            return opened
        }

        /// Opens `record`, one whole record, in place. The content then lies at 5.
        public mutating func openInPlace(
            _ record: inout MutableSpan<UInt8>
        ) throws(RecordError) -> OpenedRecord {
            let header = try wholeRecordHeader(record.span)
            guard invocations.left > 0 else { throw invocations.exhaustionTLS13 }
            let text = RecordHeader.byteCount..<RecordHeader.byteCount + header.innerByteCount
            let isAuthentic = key.openRecordInPlace(
                in: &record,
                text: text,
                nonce: initializationVector.combined(with: invocations.next),
                additionalData: header.additionalData
            )
            guard isAuthentic else { throw .authenticationFailed }
            let opened = try TLS13.parseInner(&record, text)
            invocations.advance()
            return opened
        }

        /// The header of bytes that are one record, no more and no less.
        @inline(__always)
        func wholeRecordHeader(_ record: Span<UInt8>) throws(RecordError) -> RecordHeader {
            let header = try RecordHeader(parsing: record)
            guard record.count >= header.recordByteCount else { throw .truncated }
            guard record.count == header.recordByteCount else { throw .trailingBytes }
            return header
        }
    }

    /// Takes an opened TLSInnerPlaintext apart: content, type, zeros (RFC 8446, 5.4). Clears what
    /// is not content; on an error, all of it.
    @inline(__always)
    static func parseInner(
        _ buffer: inout MutableSpan<UInt8>,
        _ inner: Range<Int>
    ) throws(RecordError) -> OpenedRecord {
        var end = inner.upperBound - 1
        while end > inner.lowerBound && buffer[end] == 0 { end -= 1 }
        let type = buffer[end]
        buffer[end] = 0
        do throws(RecordError) {
            guard let contentType = ContentType(rawValue: type) else {
                throw .unexpectedContentType
            }
            let content = inner.lowerBound..<end
            guard !content.isEmpty || contentType == .applicationData else { throw .emptyContent }
            return OpenedRecord(contentType: contentType, content: content)
        } catch {
            for index in inner { buffer[index] = 0 }
            throw error
        }
    }
}
