// SPDX-License-Identifier: Apache-2.0

/// What the records of TLS 1.2 and of TLS 1.3 do differently. All else is ``RecordProtection``'s.
protocol RecordFormat {
    static var recordLayout: RecordLayout { get }

    /// Whether a protected record may carry this content.
    static func carries(_ contentType: ContentType) -> Bool

    /// Writes what stands around the content of a record, but for the tag, and says what is sealed.
    /// There is room.
    static func writeFrame(
        of content: RecordContent,
        paddingByteCount: Int,
        sequenceNumber: UInt64,
        in buffer: inout MutableSpan<UInt8>
    ) -> ProtectedText

    /// What is opened of the whole record at `start`, which has this header.
    static func protectedText(
        at start: Int,
        _ header: RecordHeader,
        sequenceNumber: UInt64,
        in buffer: Span<UInt8>
    ) -> ProtectedText

    /// The content of an opened text, which comes with the header's content type. Clears what is not
    /// content; on an error, all of it. A result, since a call that throws is not made straight.
    static func content(
        of text: RecordContent,
        in buffer: inout MutableSpan<UInt8>
    ) -> Result<RecordContent, RecordError>
}

/// A text that is sealed or opened: its place, what its nonce is made of, its additional data.
struct ProtectedText {
    var range: Range<Int>
    /// What the last eight bytes of the initialization vector are exclusive-ored with.
    var nonceNumber: UInt64
    var additionalData: RecordAdditionalData
}

/// What is authenticated with a record and not encrypted, at most 16 bytes.
struct RecordAdditionalData {
    /// The bytes in memory order: a register, of which a load of any part follows without delay.
    let words: SIMD2<UInt64>
    let byteCount: Int

    /// The first `byteCount` of the sixteen big-endian bytes of `first` and `second`.
    @inline(__always)
    init(_ first: UInt64, _ second: UInt64, byteCount: Int) {
        words = SIMD2(first.bigEndian.littleEndian, second.bigEndian.littleEndian)
        self.byteCount = byteCount
    }
}
