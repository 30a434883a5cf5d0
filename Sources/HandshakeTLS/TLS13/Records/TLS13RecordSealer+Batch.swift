import HandshakeCore

extension TLS13 {
    /// A record to be sealed in a batch: where it begins, and how long its content is. The content
    /// itself lies 5 bytes after `start`; the record takes 22 bytes more than it and the padding.
    public struct RecordContent: Equatable, Sendable {
        public var contentType: ContentType
        public var start: Int
        public var byteCount: Int
        public var paddingByteCount: Int

        public init(
            contentType: ContentType,
            start: Int,
            byteCount: Int,
            paddingByteCount: Int = 0
        ) {
            self.contentType = contentType
            self.start = start
            self.byteCount = byteCount
            self.paddingByteCount = paddingByteCount
        }
    }
}

extension TLS13.RecordSealer {
    /// Seals the records of `buffer` in place, in the order given: the same as by
    /// ``sealInPlace(in:at:contentByteCount:contentType:paddingByteCount:)``, several at once. They
    /// must not overlap. On an error nothing has been sealed.
    public mutating func sealBatch(
        _ contents: Span<TLS13.RecordContent>,
        in buffer: inout MutableSpan<UInt8>
    ) throws(TLS13.RecordError) {
        for index in contents.indices {
            let content = contents[index]
            guard content.start >= 0 && content.start <= buffer.count else { throw .noRoom }
            try TLS13.checkContent(
                content.contentType,
                contentByteCount: content.byteCount,
                paddingByteCount: content.paddingByteCount,
                room: buffer.count - content.start
            )
        }
        guard invocations.left >= UInt64(contents.count) else { throw invocations.exhaustionTLS13 }

        key.sealRecords(count: contents.count, in: &buffer) { index, buffer, batch in
            let content = contents[index]
            let header = TLS13.writeRecord(
                content.contentType,
                contentByteCount: content.byteCount,
                paddingByteCount: content.paddingByteCount,
                into: &buffer,
                at: content.start
            )
            let text = content.start + TLS13.RecordHeader.byteCount
            batch.append(
                nonce: initializationVector.combined(with: invocations.next &+ UInt64(index)),
                additionalData: header.additionalData,
                text: text..<text + header.innerByteCount
            )
        }
        invocations.advance(by: contents.count)
    }
}
