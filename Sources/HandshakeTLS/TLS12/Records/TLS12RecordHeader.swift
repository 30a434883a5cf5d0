import HandshakeCore

extension TLS12 {
    /// The five bytes before a record: content type, version 3.3, length (RFC 5246, 6.2.3).
    public struct RecordHeader: Equatable, Sendable {
        public static var byteCount: Int { 5 }

        /// A fragment has at most 2^14 bytes (RFC 5246, 6.2.1).
        public static var maximumFragmentByteCount: Int { 1 << 14 }

        /// The explicit nonce, before the ciphertext (RFC 5288, 3).
        static var explicitNonceByteCount: Int { 8 }

        /// Where the ciphertext begins in a record.
        static var textOffset: Int { byteCount + explicitNonceByteCount }

        /// How much longer than its fragment a record is.
        public static var overheadByteCount: Int { textOffset + AESGCMKey.tagByteCount }

        public let contentType: ContentType
        /// How many bytes follow the header.
        public let contentByteCount: Int

        /// Reads the header at the start of `bytes`, which may go on after it.
        ///
        /// Throws `truncated`, `unknownContentType`, `wrongVersion`, and, where the length is none
        /// that a protected record can have, `recordTooShort` or `fragmentTooLong`.
        @inline(__always)
        public init(parsing bytes: Span<UInt8>) throws(RecordError) {
            guard bytes.count >= Self.byteCount else { throw .truncated }
            guard let contentType = ContentType(rawValue: bytes[0]) else {
                throw .unknownContentType
            }
            guard bytes[1] == 3 && bytes[2] == 3 else { throw .wrongVersion }
            self.contentType = contentType
            contentByteCount = Int(bytes[3]) << 8 | Int(bytes[4])
            guard fragmentByteCount >= 0 else { throw .recordTooShort }
            guard fragmentByteCount <= Self.maximumFragmentByteCount else { throw .fragmentTooLong }
        }

        /// How many bytes the record has, its header included.
        public var recordByteCount: Int { Self.byteCount + contentByteCount }

        /// How many bytes the record's plaintext has.
        public var fragmentByteCount: Int {
            contentByteCount - Self.explicitNonceByteCount - AESGCMKey.tagByteCount
        }

        /// Where the record's ciphertext lies in it.
        @inline(__always)
        var text: Range<Int> { Self.textOffset..<Self.textOffset + fragmentByteCount }
    }

    /// The additional data: sequence number, type, version, length of the plaintext (RFC 5246,
    /// 6.2.3.3).
    @inline(__always)
    static func recordAdditionalData(
        sequenceNumber: UInt64,
        contentType: ContentType,
        fragmentByteCount: Int
    ) -> AESGCMShortAdditionalData {
        let header = UInt64(contentType.rawValue) << 32 | 0x0303 << 16 | UInt64(fragmentByteCount)
        return (sequenceNumber, header << 24, byteCount: 13)
    }
}
