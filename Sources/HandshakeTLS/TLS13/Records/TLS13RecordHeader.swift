import HandshakeCore

extension TLS13 {
    /// The five bytes before a protected record: application_data, version 3.3, length (RFC 8446,
    /// 5.2).
    public struct RecordHeader: Equatable, Sendable {
        public static var byteCount: Int { 5 }

        /// Content, without its type and the padding, has at most 2^14 bytes (RFC 8446, 5.1).
        public static var maximumContentByteCount: Int { 1 << 14 }

        /// Content, its type and the padding together have at most 2^14 + 1 bytes (RFC 8446, 5.4).
        static var maximumInnerByteCount: Int { maximumContentByteCount + 1 }

        /// How much longer than its content a record without padding is.
        public static var overheadByteCount: Int { byteCount + 1 + AESGCMKey.tagByteCount }

        /// How many bytes follow the header.
        public let payloadByteCount: Int

        /// Reads the header at the start of `bytes`, which may go on after it.
        ///
        /// Throws `truncated`, `notProtected`, and, where the length is none that a protected
        /// record can have, `recordTooShort` or `contentTooLong`.
        @inline(__always)
        public init(parsing bytes: Span<UInt8>) throws(RecordError) {
            guard bytes.count >= Self.byteCount else { throw .truncated }
            guard bytes[0] == ContentType.applicationData.rawValue && bytes[1] == 3 && bytes[2] == 3
            else { throw .notProtected }
            self.init(payloadByteCount: Int(bytes[3]) << 8 | Int(bytes[4]))
            guard innerByteCount >= 1 else { throw .recordTooShort }
            guard innerByteCount <= Self.maximumInnerByteCount else { throw .contentTooLong }
        }

        @inline(__always)
        init(payloadByteCount: Int) { self.payloadByteCount = payloadByteCount }

        @inline(__always)
        init(innerByteCount: Int) {
            self.init(payloadByteCount: innerByteCount + AESGCMKey.tagByteCount)
        }

        /// How many bytes the record has, its header included.
        public var recordByteCount: Int { Self.byteCount + payloadByteCount }

        /// How many bytes the content, its type and the padding have.
        var innerByteCount: Int { payloadByteCount - AESGCMKey.tagByteCount }

        /// The five bytes as a number.
        private var bits: UInt64 {
            UInt64(ContentType.applicationData.rawValue) << 32 | 0x0303 << 16
                | UInt64(payloadByteCount)
        }

        /// The header itself (RFC 8446, 5.2).
        @inline(__always)
        var additionalData: AESGCMShortAdditionalData {
            (bits << 24, 0, byteCount: Self.byteCount)
        }

        /// Writes the header. There is room for it at `start`.
        @inline(__always)
        func write(to buffer: inout MutableSpan<UInt8>, at start: Int) {
            for index in 0..<Self.byteCount {
                buffer[start + index] = UInt8(truncatingIfNeeded: bits >> (32 - 8 * index))
            }
        }
    }
}
