// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension TLS12 {
    /// A record of TLS 1.2 with AES-GCM: header, explicit nonce, content, tag (RFC 5288, 3).
    public static var recordLayout: RecordLayout {
        RecordLayout(
            prefixByteCount: RecordHeader.byteCount + explicitNonceByteCount,
            suffixByteCount: AESGCMKey.tagByteCount,
            headerContentType: nil
        )
    }

    /// What comes before each explicit nonce (RFC 5288, 3): the key block's write IV.
    static var implicitNonceByteCount: Int { 4 }

    static var explicitNonceByteCount: Int { 8 }

    static func initializationVector(_ bytes: Span<UInt8>) throws(RecordError) -> AESGCMNonce {
        guard bytes.count == implicitNonceByteCount else {
            throw RecordError(.initializationVectorLength)
        }
        var implicitNonce: UInt32 = 0
        for index in bytes.indices { implicitNonce = implicitNonce << 8 | UInt32(bytes[index]) }
        return AESGCMNonce(fixedField: implicitNonce, invocationField: 0)
    }
}

extension TLS12: RecordFormat {
    @inline(__always)
    static func carries(_ contentType: ContentType) -> Bool { true }

    @inline(__always)
    static func writeFrame(
        of content: RecordContent,
        paddingByteCount: Int,
        sequenceNumber: UInt64,
        in buffer: inout MutableSpan<UInt8>
    ) -> ProtectedText {
        let byteCount = content.range.count
        let header = RecordHeader(
            contentType: content.contentType,
            payloadByteCount: byteCount + recordLayout.payloadOverheadByteCount
        )
        let start = content.range.lowerBound - recordLayout.prefixByteCount
        precondition(start >= 0 && buffer.count - recordLayout.prefixByteCount >= start)
        unsafe buffer.withUnsafeMutableBytes { bytes in
            // Two words that overlap, in place of thirteen bytes.
            unsafe bytes.storeBytes(
                of: (header.bits << 24 | sequenceNumber >> 40).bigEndian,
                toByteOffset: start,
                as: UInt64.self
            )
            unsafe bytes.storeBytes(
                of: sequenceNumber.bigEndian,
                toByteOffset: start + RecordHeader.byteCount,
                as: UInt64.self
            )
        }
        return ProtectedText(
            range: content.range,
            nonceNumber: sequenceNumber,
            additionalData: additionalData(sequenceNumber, content.contentType, byteCount)
        )
    }

    /// The explicit nonce is the record's own: a peer may choose another than its sequence number
    /// (RFC 5288, 3).
    @inline(__always)
    static func protectedText(
        at start: Int,
        _ header: RecordHeader,
        sequenceNumber: UInt64,
        in buffer: Span<UInt8>
    ) -> ProtectedText {
        let text = start + recordLayout.prefixByteCount
        precondition(start >= 0 && start <= buffer.count - recordLayout.prefixByteCount)
        let explicitNonce = unsafe buffer.withUnsafeBytes { bytes in
            // One load, in place of eight bytes.
            unsafe UInt64(
                bigEndian: bytes.loadUnaligned(
                    fromByteOffset: text - explicitNonceByteCount,
                    as: UInt64.self
                )
            )
        }
        let byteCount = header.payloadByteCount - recordLayout.payloadOverheadByteCount
        return ProtectedText(
            range: text..<text + byteCount,
            nonceNumber: explicitNonce,
            additionalData: additionalData(sequenceNumber, header.contentType, byteCount)
        )
    }

    @inline(__always)
    static func content(
        of text: RecordContent,
        in buffer: inout MutableSpan<UInt8>
    ) -> Result<RecordContent, RecordError> { .success(text) }

    /// Sequence number, content type, version, length of the content (RFC 5246, 6.2.3.3).
    @inline(__always)
    private static func additionalData(
        _ sequenceNumber: UInt64,
        _ contentType: ContentType,
        _ byteCount: Int
    ) -> RecordAdditionalData {
        let header = RecordHeader(contentType: contentType, payloadByteCount: byteCount)
        return RecordAdditionalData(
            sequenceNumber,
            header.bits << 24,
            byteCount: 8 + RecordHeader.byteCount
        )
    }
}
