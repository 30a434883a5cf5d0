// SPDX-License-Identifier: Apache-2.0

/// What stands around the content of a protected record: `TLS12.recordLayout`, `TLS13.recordLayout`.
public struct RecordLayout: Hashable, Sendable {
    /// How many bytes come before the content: the header and, in TLS 1.2, the explicit nonce.
    public let prefixByteCount: Int

    /// How many bytes come after the content: the tag and, in TLS 1.3, the content's type before it.
    /// Padding comes on top.
    public let suffixByteCount: Int

    /// The content type of every header, where the content's own is encrypted.
    let headerContentType: ContentType?

    /// How many bytes longer than its content a record without padding is.
    public var overheadByteCount: Int { prefixByteCount + suffixByteCount }

    /// Content has at most 2^14 bytes, in TLS 1.3 together with its padding (RFC 5246, 6.2.1;
    /// RFC 8446, 5.1 and 5.4).
    public static var maximumContentByteCount: Int { 1 << 14 }

    /// How many bytes of a payload, which follows the header, are no content.
    var payloadOverheadByteCount: Int { overheadByteCount - RecordHeader.byteCount }

    /// The record of content that has been checked.
    @inline(__always)
    func record(of content: Range<Int>, paddingByteCount: Int) -> Range<Int> {
        content.lowerBound - prefixByteCount..<content.upperBound + paddingByteCount
            + suffixByteCount
    }
}
