// SPDX-License-Identifier: Apache-2.0

/// Why a record was not sealed or opened.
public struct RecordError: Error, Hashable, Sendable {
    /// The kind of error, for code to decide on.
    public let code: Code

    /// Which record of a batch is wrong, counted from 0; nil where there is no batch, or where what
    /// is wrong is no single record.
    public let index: Int?

    /// An error of this kind; in a batch, of the record with this index.
    public init(_ code: Code, index: Int? = nil) {
        self.code = code
        self.index = index
    }

    /// What is wrong, for people. Nothing of a record or key is in it.
    public var reason: String {
        index.map { "record \($0): \(code.kind.reason)" } ?? code.kind.reason
    }
}

extension RecordError: CustomStringConvertible {
    public var description: String { "\(code): \(reason)" }
}

extension RecordError {
    /// A kind of error. More may come: a `switch` needs a default.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        fileprivate let kind: Kind

        public var description: String { kind.rawValue }

        // The peer's faults. TLS ends the connection after any of them.

        /// The record ends before its header says, or before its header ends.
        public static var truncated: Code { Code(kind: .truncated) }
        /// There are more bytes than the header says.
        public static var trailingBytes: Code { Code(kind: .trailingBytes) }
        /// The content type is none that a record of this version has, or an authentic record has
        /// nothing but padding: alert unexpected_message. The caller's fault where it seals.
        public static var unexpectedContentType: Code { Code(kind: .unexpectedContentType) }
        /// The header's version is not 3.3.
        public static var wrongVersion: Code { Code(kind: .wrongVersion) }
        /// The content has more than 2^14 bytes, or the record too many for it: alert
        /// record_overflow. The caller's fault where it seals.
        public static var contentTooLong: Code { Code(kind: .contentTooLong) }
        /// The header's length leaves no room for what stands around the content.
        public static var recordTooShort: Code { Code(kind: .recordTooShort) }
        /// The record is not what the peer sealed next: alert bad_record_mac.
        public static var authenticationFailed: Code { Code(kind: .authenticationFailed) }
        /// Only application data may come in records without content (RFC 5246, 6.2.1; RFC 8446,
        /// 5.1). The caller's fault where it seals.
        public static var emptyContent: Code { Code(kind: .emptyContent) }

        // The caller's faults.

        /// A key has 16 or 32 bytes.
        public static var keyLength: Code { Code(kind: .keyLength) }
        /// An initialization vector has 4 bytes in TLS 1.2 and 12 in TLS 1.3.
        public static var initializationVectorLength: Code {
            Code(kind: .initializationVectorLength)
        }
        /// This CPU cannot run the kernel that was asked for.
        public static var kernelNotSupported: Code { Code(kind: .kernelNotSupported) }
        /// The output is too short, or the range lies outside of the buffer or leaves no room in it
        /// for what stands around the content.
        public static var noRoom: Code { Code(kind: .noRoom) }
        /// A length of padding is below zero, or there are not as many as records.
        public static var paddingByteCount: Code { Code(kind: .paddingByteCount) }

        // The key's end: update it, or close.

        /// As many records as were allowed have been protected with this key.
        public static var recordLimitReached: Code { Code(kind: .recordLimitReached) }
        /// The sequence number would wrap (RFC 5246, 6.1; RFC 8446, 5.3).
        public static var sequenceNumbersExhausted: Code { Code(kind: .sequenceNumbersExhausted) }
    }

    fileprivate enum Kind: String {
        case truncated, trailingBytes, unexpectedContentType, wrongVersion, contentTooLong
        case recordTooShort, authenticationFailed, emptyContent
        case keyLength, initializationVectorLength, kernelNotSupported, noRoom, paddingByteCount
        case recordLimitReached, sequenceNumbersExhausted

        var reason: String {
            switch self {
            case .truncated: "the record is not there whole"
            case .trailingBytes: "more bytes follow than the record's header says"
            case .unexpectedContentType: "a record of this version has no such content type"
            case .wrongVersion: "the record's version is not 3.3"
            case .contentTooLong: "a record's content has at most 16384 bytes"
            case .recordTooShort: "the record has no room for what protects it"
            case .authenticationFailed: "the record is not what the peer sealed next"
            case .emptyContent: "only application data may be empty"
            case .keyLength: "a key has 16 or 32 bytes"
            case .initializationVectorLength:
                "an initialization vector has 4 bytes in TLS 1.2 and 12 in TLS 1.3"
            case .kernelNotSupported: "this CPU cannot run the kernel"
            case .noRoom: "the output or the place in the buffer has no room for the record"
            case .paddingByteCount: "padding has at least no bytes, and each record has its own"
            case .recordLimitReached: "the key has protected as many records as were allowed"
            case .sequenceNumbersExhausted: "the sequence number would wrap"
            }
        }
    }
}
