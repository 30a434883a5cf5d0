import HandshakeCore

extension TLS12 {
    /// A fragment of a batch: where its record begins, and how long it is. The fragment itself lies
    /// 13 bytes after `start`; its record takes 29 bytes more than it.
    public struct RecordFragment: Equatable, Sendable {
        public var contentType: ContentType
        public var start: Int
        public var byteCount: Int

        public init(contentType: ContentType, start: Int, byteCount: Int) {
            self.contentType = contentType
            self.start = start
            self.byteCount = byteCount
        }
    }
}

extension TLS12.RecordSealer {
    /// Seals fragments of `buffer` in place, in the order given: the same records as by
    /// ``sealInPlace(in:at:fragmentByteCount:contentType:)``, several at once. They must not
    /// overlap. On an error nothing has been sealed.
    public mutating func sealBatch(
        _ fragments: Span<TLS12.RecordFragment>,
        in buffer: inout MutableSpan<UInt8>
    ) throws(TLS12.RecordError) {
        for index in fragments.indices {
            let fragment = fragments[index]
            guard fragment.start >= 0 && fragment.start <= buffer.count else { throw .noRoom }
            try TLS12.checkFragment(
                fragment.contentType,
                fragmentByteCount: fragment.byteCount,
                room: buffer.count - fragment.start
            )
        }
        guard invocations.left >= UInt64(fragments.count) else { throw invocations.exhaustionTLS12 }

        key.sealRecords(count: fragments.count, in: &buffer) { index, buffer, batch in
            let fragment = fragments[index]
            let sequenceNumber = invocations.next &+ UInt64(index)
            TLS12.writeRecordHeader(
                fragment.contentType,
                fragmentByteCount: fragment.byteCount,
                explicitNonce: sequenceNumber,
                into: &buffer,
                at: fragment.start
            )
            let text = fragment.start + TLS12.RecordHeader.textOffset
            batch.append(
                nonce: AESGCMNonce(
                    fixedField: implicitNonce,
                    invocationField: sequenceNumber
                ),
                additionalData: TLS12.recordAdditionalData(
                    sequenceNumber: sequenceNumber,
                    contentType: fragment.contentType,
                    fragmentByteCount: fragment.byteCount
                ),
                text: text..<text + fragment.byteCount
            )
        }
        invocations.advance(by: fragments.count)
    }
}
