// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore

extension TLS13 {
    /// Protects the records of one direction of a connection with AES-GCM (RFC 8446, 5.2).
    ///
    /// Owns the key, the initialization vector and the sequence number: no nonce is ever used twice.
    /// A key update makes a new sealer. Sealing allocates nothing, but for the forms that return
    /// arrays. On an error nothing has been written and no sequence number used up.
    public struct RecordSealer: ~Copyable, Sendable {
        private var protection: RecordProtection

        /// How many records are sealed with one key where the caller sets no limit: 2^24.
        /// RFC 8446, 5.5 allows 2^24.5 of full size.
        public static var defaultRecordLimit: UInt64 { RecordProtection.defaultRecordLimit }

        /// A sealer for a traffic key and its initialization vector (RFC 8446, 7.3).
        ///
        /// - Parameters:
        ///   - key: 16 or 32 bytes, which stay the caller's to wipe.
        ///   - initializationVector: 12 bytes, for the nonces (RFC 8446, 7.3). No secret.
        ///   - sequenceNumber: The first record's; 0 with every new key.
        ///   - recordLimit: How many records may be sealed.
        ///   - kernel: One that this CPU can run.
        public init(
            key: Span<UInt8>,
            initializationVector: Span<UInt8>,
            startingAt sequenceNumber: UInt64 = 0,
            recordLimit: UInt64 = defaultRecordLimit,
            kernel: AESGCMKernel = .best
        ) throws(RecordError) {
            protection = try RecordProtection(
                key: key,
                initializationVector: TLS13.initializationVector(initializationVector),
                startingAt: sequenceNumber,
                recordLimit: recordLimit,
                kernel: kernel
            )
        }

        /// The same with a key and an initialization vector in arrays.
        public init(
            key: [UInt8],
            initializationVector: [UInt8],
            startingAt sequenceNumber: UInt64 = 0,
            recordLimit: UInt64 = defaultRecordLimit,
            kernel: AESGCMKernel = .best
        ) throws(RecordError) {
            try self.init(
                key: key.span,
                initializationVector: initializationVector.span,
                startingAt: sequenceNumber,
                recordLimit: recordLimit,
                kernel: kernel
            )
        }

        /// The sequence number of the next record.
        public var sequenceNumber: UInt64 { protection.sequenceNumbers.next }

        /// How many records may still be sealed.
        public var remainingRecordCount: UInt64 { protection.sequenceNumbers.left }

        /// Seals `content`, of at most 2^14 bytes, into the first bytes of `record`,
        /// with `paddingByteCount` zeros that hide its length. Answers how many:
        /// 22 more than of content and padding, which `record` must have.
        @discardableResult
        public mutating func seal(
            _ content: Span<UInt8>,
            contentType: ContentType,
            paddingByteCount: Int = 0,
            into record: inout MutableSpan<UInt8>
        ) throws(RecordError) -> Int {
            try protection.seal(
                content,
                contentType,
                paddingByteCount: paddingByteCount,
                into: &record,
                TLS13.self
            )
        }

        /// The record of `content`, of at most 2^14 bytes.
        public mutating func seal(
            _ content: [UInt8],
            contentType: ContentType,
            paddingByteCount: Int = 0
        ) throws(RecordError) -> [UInt8] {
            let overhead = recordLayout.overheadByteCount
            // A count that is refused is no reason for a trap.
            let padding = min(max(0, paddingByteCount), RecordLayout.maximumContentByteCount)
            var record = [UInt8](repeating: 0, count: content.count + padding + overhead)
            var bytes = record.mutableSpan
            try seal(
                content.span,
                contentType: contentType,
                paddingByteCount: paddingByteCount,
                into: &bytes
            )
            return record
        }

        /// Seals the content that lies at `content` of `buffer` in place, and answers where the
        /// record lies. It begins 5 bytes before the content and ends 17 bytes and the padding after it
        /// (``recordLayout``): the buffer must have room for both.
        @discardableResult
        public mutating func sealInPlace(
            _ content: Range<Int>,
            contentType: ContentType,
            paddingByteCount: Int = 0,
            in buffer: inout MutableSpan<UInt8>
        ) throws(RecordError) -> Range<Int> {
            try protection.sealInPlace(
                RecordContent(contentType: contentType, range: content),
                paddingByteCount: paddingByteCount,
                in: &buffer,
                TLS13.self
            )
        }

        /// Seals contents of `buffer` in place, in the order given: the same records as by
        /// ``sealInPlace(_:contentType:paddingByteCount:in:)``, several at once. They must not overlap.
        /// It saves time on records of up to 64 bytes alone, and on Zen 5 (16 ns for 20).
        ///
        /// On an error, which names the record, nothing has been sealed.
        ///
        /// `paddingByteCounts` has one for each record; none where nothing is padded.
        public mutating func sealBatch(
            _ contents: Span<RecordContent>,
            paddingByteCounts: Span<Int> = Span(),
            in buffer: inout MutableSpan<UInt8>
        ) throws(RecordError) {
            try protection.sealBatch(
                contents,
                paddingByteCounts: paddingByteCounts,
                in: &buffer,
                TLS13.self
            )
        }

        /// The records of `contents`, without padding, in their order. On an error, which names the
        /// record, no sequence number has been used up.
        public mutating func sealBatch(
            _ contents: [[UInt8]],
            contentType: ContentType
        ) throws(RecordError) -> [[UInt8]] {
            try protection.sealBatch(contents, contentType, TLS13.self)
        }
    }
}
