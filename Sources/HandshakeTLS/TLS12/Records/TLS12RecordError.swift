extension TLS12 {
    /// Why a record was not sealed or opened.
    public enum RecordError: Error, Equatable, Sendable {
        // The peer's faults. TLS ends the connection after any of them.

        /// The record ends before its header says, or before its header ends.
        case truncated
        /// There are more bytes than the header says.
        case trailingBytes
        /// The header's content type is none of RFC 5246's.
        case unknownContentType
        /// The header's version is not 3.3.
        case wrongVersion
        /// The fragment has more than 2^14 bytes: alert record_overflow.
        case fragmentTooLong
        /// The header's length leaves no room for a nonce and a tag.
        case recordTooShort
        /// The record is not what the peer sealed next: alert bad_record_mac.
        case authenticationFailed

        // The caller's faults.

        /// A key has 16 or 32 bytes.
        case keyLength
        /// The implicit nonce has 4 bytes.
        case implicitNonceLength
        /// This CPU cannot run the kernel that was asked for.
        case kernelNotSupported
        /// Only application data may come in fragments of no bytes (RFC 5246, 6.2.1).
        case emptyFragment
        /// The output, or the place in the buffer, has no room for the record or its fragment.
        case noRoom

        // The key's end: renegotiate or close.

        /// As many records as were allowed have been protected with this key.
        case recordLimitReached
        /// The sequence number would wrap (RFC 5246, 6.1).
        case sequenceNumbersExhausted
    }
}
