// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension TLS13 {
    /// A record of TLS 1.3: header, content, its type, padding, tag (RFC 8446, 5.2).
    public static var recordLayout: RecordLayout {
        RecordLayout(
            prefixByteCount: RecordHeader.byteCount,
            suffixByteCount: contentTypeByteCount + AESGCMKey.tagByteCount,
            headerContentType: .applicationData
        )
    }

    private static var contentTypeByteCount: Int { 1 }

    static func initializationVector(_ bytes: Span<UInt8>) throws(RecordError) -> AESGCMNonce {
        do throws(AESGCMError) {
            return try AESGCMNonce(bytes)
        } catch {
            throw RecordError(.initializationVectorLength)
        }
    }
}

extension TLS13: RecordFormat {
    @inline(__always)
    static func carries(_ contentType: ContentType) -> Bool { contentType != .changeCipherSpec }

    @inline(__always)
    static func writeFrame(
        of content: RecordContent,
        paddingByteCount: Int,
        sequenceNumber: UInt64,
        in buffer: inout MutableSpan<UInt8>
    ) -> ProtectedText {
        let start = content.range.lowerBound
        let end = content.range.upperBound
        let text = start..<end + contentTypeByteCount + paddingByteCount
        let header = RecordHeader(
            contentType: .applicationData,
            payloadByteCount: text.count + AESGCMKey.tagByteCount
        )
        for index in 0..<RecordHeader.byteCount {
            buffer[start - RecordHeader.byteCount + index] =
                UInt8(truncatingIfNeeded: header.bits >> (32 - 8 * index))
        }
        buffer[end] = content.contentType.rawValue
        for index in end + contentTypeByteCount..<text.upperBound { buffer[index] = 0 }
        return protectedText(text, header, sequenceNumber)
    }

    @inline(__always)
    static func protectedText(
        at start: Int,
        _ header: RecordHeader,
        sequenceNumber: UInt64,
        in buffer: Span<UInt8>
    ) -> ProtectedText {
        let text = start + RecordHeader.byteCount
        let end = text + header.payloadByteCount - AESGCMKey.tagByteCount
        return protectedText(text..<end, header, sequenceNumber)
    }

    /// The additional data is the header itself (RFC 8446, 5.2), the nonce number the sequence
    /// number (5.3).
    @inline(__always)
    private static func protectedText(
        _ range: Range<Int>,
        _ header: RecordHeader,
        _ sequenceNumber: UInt64
    ) -> ProtectedText {
        ProtectedText(
            range: range,
            nonceNumber: sequenceNumber,
            additionalData: RecordAdditionalData(
                header.bits << 24,
                0,
                byteCount: RecordHeader.byteCount
            )
        )
    }

    /// Takes a TLSInnerPlaintext apart: content, type, zeros (RFC 8446, 5.4).
    @inline(__always)
    static func content(
        of text: RecordContent,
        in buffer: inout MutableSpan<UInt8>
    ) -> Result<RecordContent, RecordError> {
        var end = text.range.upperBound - contentTypeByteCount
        while end > text.range.lowerBound && buffer[end] == 0 { end -= 1 }
        let type = buffer[end]
        buffer[end] = 0
        let fault: RecordError
        if let contentType = ContentType(rawValue: type), carries(contentType) {
            let content = text.range.lowerBound..<end
            if !content.isEmpty || contentType == .applicationData {
                return .success(RecordContent(contentType: contentType, range: content))
            }
            fault = RecordError(.emptyContent)
        } else {
            fault = RecordError(.unexpectedContentType)
        }
        for index in text.range { buffer[index] = 0 }
        return .failure(fault)
    }
}
