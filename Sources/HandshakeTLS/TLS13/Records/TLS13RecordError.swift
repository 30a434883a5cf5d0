extension TLS13 {
    /// Why a record was not sealed or opened.
    public enum RecordError: Error, Equatable, Sendable {
        // The peer's faults. TLS ends the connection after any of them.

        /// The record ends before its header says, or before its header ends.
        case truncated
        /// There are more bytes than the header says.
        case trailingBytes
        /// The header is not a protected record's: type application_data, version 3.3.
        case notProtected
        /// The content has more than 2^14 bytes, or the record too many for it: alert
        /// record_overflow.
        case contentTooLong
        /// The header's length leaves no room for a content type and a tag.
        case recordTooShort
        /// The record is not what the peer sealed next: alert bad_record_mac.
        case authenticationFailed
        /// An authentic record has nothing but padding, or a type that no protected record carries:
        /// alert unexpected_message.
        case unexpectedContentType

        // The peer's or the caller's.

        /// Only application data may come in records without content (RFC 8446, 5.1).
        case emptyContent

        // The caller's faults.

        /// A key has 16 or 32 bytes.
        case keyLength
        /// An initialization vector has 12 bytes.
        case initializationVectorLength
        /// This CPU cannot run the kernel that was asked for.
        case kernelNotSupported
        /// The output, or the place in the buffer, has no room for the record or its content.
        case noRoom

        // The key's end: update it or close.

        /// As many records as were allowed have been protected with this key.
        case recordLimitReached
        /// The sequence number would wrap (RFC 8446, 5.3).
        case sequenceNumbersExhausted
    }
}
