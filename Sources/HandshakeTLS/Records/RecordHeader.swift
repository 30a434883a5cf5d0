// SPDX-License-Identifier: Apache-2.0

/// The five bytes before a record's payload: content type, version 3.3, length (RFC 5246, 6.2.3;
/// RFC 8446, 5.2).
public struct RecordHeader: Hashable, Sendable {
    /// A header's length, 5 bytes.
    public static var byteCount: Int { 5 }

    /// In TLS 1.3 that of the header, `applicationData`: the content's own is encrypted.
    public let contentType: ContentType

    /// How many bytes follow the header.
    public let payloadByteCount: Int

    /// How many bytes the record has, its header included.
    public var recordByteCount: Int { Self.byteCount + payloadByteCount }

    /// Reads the header of a protected record at the start of `bytes`, which may go on after it.
    ///
    /// Throws ``RecordError/Code/truncated``, ``RecordError/Code/unexpectedContentType``,
    /// ``RecordError/Code/wrongVersion``, and, where the length is none that a protected record can
    /// have, ``RecordError/Code/recordTooShort`` or ``RecordError/Code/contentTooLong``.
    @inline(__always)
    public init(parsing bytes: Span<UInt8>, layout: RecordLayout) throws(RecordError) {
        guard bytes.count >= Self.byteCount else { throw RecordError(.truncated) }
        guard let contentType = ContentType(rawValue: bytes[0]),
            layout.headerContentType == nil || contentType == layout.headerContentType
        else { throw RecordError(.unexpectedContentType) }
        guard bytes[1] == 3 && bytes[2] == 3 else { throw RecordError(.wrongVersion) }
        self.init(
            contentType: contentType,
            payloadByteCount: Int(bytes[3]) << 8 | Int(bytes[4])
        )
        let contentByteCount = payloadByteCount - layout.payloadOverheadByteCount
        guard contentByteCount >= 0 else { throw RecordError(.recordTooShort) }
        guard contentByteCount <= RecordLayout.maximumContentByteCount else {
            throw RecordError(.contentTooLong)
        }
    }

    /// The same of an array.
    public init(parsing bytes: [UInt8], layout: RecordLayout) throws(RecordError) {
        try self.init(parsing: bytes.span, layout: layout)
    }

    @inline(__always)
    init(contentType: ContentType, payloadByteCount: Int) {
        self.contentType = contentType
        self.payloadByteCount = payloadByteCount
    }

    /// The header of bytes that are one record, no more and no less.
    @inline(__always)
    init(parsingWhole record: Span<UInt8>, layout: RecordLayout) throws(RecordError) {
        try self.init(parsing: record, layout: layout)
        guard record.count >= recordByteCount else { throw RecordError(.truncated) }
        guard record.count == recordByteCount else { throw RecordError(.trailingBytes) }
    }

    /// The five bytes as a number.
    @inline(__always)
    var bits: UInt64 {
        UInt64(contentType.rawValue) << 32 | 0x0303 << 16 | UInt64(payloadByteCount)
    }
}
