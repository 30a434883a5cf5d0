public import HandshakeCore

extension TLS12 {
    /// What a record carried.
    public struct OpenedRecord: Equatable, Sendable {
        public let contentType: ContentType
        /// Where the fragment lies, in the buffer that it was opened in or into.
        public let fragment: Range<Int>
    }

    /// Opens the records of one direction of a connection that a peer's sealer has protected with
    /// AES-GCM (RFC 5246, 6.2.3.3; RFC 5288, 3).
    ///
    /// Owns the key, the implicit nonce and the sequence number: a record that was dropped,
    /// repeated or moved does not open. Opening allocates nothing. On an error no sequence number
    /// has been used up, and no plaintext is left: after `authenticationFailed` its place holds
    /// zeros, after any other error nothing has been written.
    public struct RecordOpener: ~Copyable, Sendable {
        let key: AESGCMKey
        let implicitNonce: UInt32
        var invocations: AESGCMInvocations

        /// An opener for the key and the implicit nonce of a key block; see ``RecordSealer``'s.
        public init(
            key: Span<UInt8>,
            implicitNonce: Span<UInt8>,
            startingAt sequenceNumber: UInt64 = 0,
            recordLimit: UInt64 = RecordSealer.defaultRecordLimit,
            kernel: AESGCMKernel = .best
        ) throws(RecordError) {
            let implicitNonce = try TLS12.recordImplicitNonce(implicitNonce)
            let key = try TLS12.recordKey(key, kernel: kernel)
            self.key = key
            self.implicitNonce = implicitNonce
            invocations = AESGCMInvocations(first: sequenceNumber, limit: recordLimit)
        }

        /// The sequence number of the next record.
        public var sequenceNumber: UInt64 { invocations.next }

        /// Opens `record`, one whole record, into the first bytes of `fragment`, which must have 29
        /// bytes less.
        public mutating func open(
            _ record: Span<UInt8>,
            into fragment: inout MutableSpan<UInt8>
        ) throws(RecordError) -> OpenedRecord {
            let header = try wholeRecordHeader(record)
            guard fragment.count >= header.fragmentByteCount else { throw .noRoom }
            guard invocations.left > 0 else { throw invocations.exhaustionTLS12 }
            let isAuthentic = key.openRecord(
                record,
                text: header.text,
                nonce: nonce(of: record),
                additionalData: additionalData(header, sequenceNumber: invocations.next),
                into: &fragment
            )
            guard isAuthentic else { throw .authenticationFailed }
            invocations.advance()
            return OpenedRecord(
                contentType: header.contentType,
                fragment: 0..<header.fragmentByteCount
            )
        }

        /// Opens `record`, one whole record, in place. The fragment then lies at 13.
        public mutating func openInPlace(
            _ record: inout MutableSpan<UInt8>
        ) throws(RecordError) -> OpenedRecord {
            let header = try wholeRecordHeader(record.span)
            guard invocations.left > 0 else { throw invocations.exhaustionTLS12 }
            let isAuthentic = key.openRecordInPlace(
                in: &record,
                text: header.text,
                nonce: nonce(of: record.span),
                additionalData: additionalData(header, sequenceNumber: invocations.next)
            )
            guard isAuthentic else { throw .authenticationFailed }
            invocations.advance()
            return OpenedRecord(contentType: header.contentType, fragment: header.text)
        }

        /// The header of bytes that are one record, no more and no less.
        @inline(__always)
        func wholeRecordHeader(_ record: Span<UInt8>) throws(RecordError) -> RecordHeader {
            let header = try RecordHeader(parsing: record)
            guard record.count >= header.recordByteCount else { throw .truncated }
            guard record.count == header.recordByteCount else { throw .trailingBytes }
            return header
        }

        /// The implicit nonce, then the record's own explicit nonce: a peer may choose another than
        /// its sequence number (RFC 5288, 3).
        @inline(__always)
        func nonce(of record: Span<UInt8>) -> AESGCMNonce {
            var explicitNonce: UInt64 = 0
            for index in RecordHeader.byteCount..<RecordHeader.textOffset {
                explicitNonce = explicitNonce << 8 | UInt64(record[index])
            }
            return AESGCMNonce(fixedField: implicitNonce, invocationField: explicitNonce)
        }

        @inline(__always)
        func additionalData(
            _ header: RecordHeader,
            sequenceNumber: UInt64
        ) -> AESGCMShortAdditionalData {
            TLS12.recordAdditionalData(
                sequenceNumber: sequenceNumber,
                contentType: header.contentType,
                fragmentByteCount: header.fragmentByteCount
            )
        }
    }
}
