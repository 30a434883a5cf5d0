// SPDX-License-Identifier: Apache-2.0

/// Reads the presentation language of RFC 5246, section 4, from a span; every step checks the
/// bounds.
package struct ByteReader: ~Escapable {
    private let bytes: Span<UInt8>
    private var position = 0

    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// How many bytes have not been read.
    package var remainingByteCount: Int { bytes.count - position }

    package var isAtEnd: Bool { position == bytes.count }

    package mutating func readUInt8() throws(WireError) -> UInt8 {
        UInt8(truncatingIfNeeded: try readInteger(byteCount: 1))
    }

    package mutating func readUInt16() throws(WireError) -> UInt16 {
        UInt16(truncatingIfNeeded: try readInteger(byteCount: 2))
    }

    /// A number of three bytes.
    package mutating func readUInt24() throws(WireError) -> Int {
        Int(truncatingIfNeeded: try readInteger(byteCount: 3))
    }

    package mutating func readUInt32() throws(WireError) -> UInt32 {
        try readInteger(byteCount: 4)
    }

    /// The next `byteCount` bytes.
    @_lifetime(copy self)
    package mutating func readBytes(_ byteCount: Int) throws(WireError) -> Span<UInt8> {
        guard byteCount <= remainingByteCount else { throw .truncated }
        let field = bytes.extracting(position..<position + byteCount)
        position += byteCount
        return field
    }

    /// A vector of variable length: a length of `lengthByteCount` bytes and as many bytes as it
    /// says, at least `minimum` and at most `maximum`.
    @_lifetime(copy self)
    package mutating func readVector(
        lengthByteCount: Int,
        minimum: Int = 0,
        maximum: Int = .max
    ) throws(WireError) -> Span<UInt8> {
        let byteCount = Int(truncatingIfNeeded: try readInteger(byteCount: lengthByteCount))
        guard byteCount >= minimum && byteCount <= maximum else { throw .vectorLength }
        return try readBytes(byteCount)
    }

    /// A vector with a length of two bytes, of at least one number of two bytes.
    package mutating func readUInt16Vector() throws(WireError) -> [UInt16] {
        let vector = try readVector(lengthByteCount: 2, minimum: 2)
        guard vector.count.isMultiple(of: 2) else { throw .vectorLength }
        return (0..<vector.count / 2).map { index in
            UInt16(vector[2 * index]) << 8 | UInt16(vector[2 * index + 1])
        }
    }

    /// Throws `trailingBytes` unless everything has been read.
    package func expectEnd() throws(WireError) {
        guard isAtEnd else { throw .trailingBytes }
    }

    private mutating func readInteger(byteCount: Int) throws(WireError) -> UInt32 {
        guard byteCount <= remainingByteCount else { throw .truncated }
        var value: UInt32 = 0
        for index in position..<position + byteCount {
            value = value << 8 | UInt32(bytes[index])
        }
        position += byteCount
        return value
    }
}

extension Array where Element == UInt8 {
    /// A copy of the span's bytes.
    package init(_ bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

/// Writes the presentation language of RFC 5246, section 4, to the end of an array.
///
/// If a vector turns out longer than its length field can express, ``finish()`` throws.
package struct ByteWriter {
    private var bytes: [UInt8] = []
    private var hasOverflowed = false

    package init(reservingCapacity byteCount: Int = 0) { bytes.reserveCapacity(byteCount) }

    package mutating func write(_ value: UInt8) { bytes.append(value) }

    package mutating func write(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    package mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    package mutating func write(_ field: [UInt8]) { bytes.append(contentsOf: field) }

    /// A vector of variable length: what `body` writes, after its length in `lengthByteCount`
    /// bytes.
    package mutating func writeVector(lengthByteCount: Int, _ body: (inout ByteWriter) -> Void) {
        let start = bytes.count
        for _ in 0..<lengthByteCount { bytes.append(0) }
        body(&self)
        let byteCount = bytes.count - start - lengthByteCount
        for index in 0..<lengthByteCount {
            let shift = 8 * (lengthByteCount - 1 - index)
            bytes[start + index] = UInt8(truncatingIfNeeded: byteCount >> shift)
        }
        if byteCount >> (8 * lengthByteCount) != 0 { hasOverflowed = true }
    }

    package mutating func writeVector(lengthByteCount: Int, _ field: [UInt8]) {
        writeVector(lengthByteCount: lengthByteCount) { $0.write(field) }
    }

    /// A vector of numbers of two bytes, with a length of two bytes.
    package mutating func writeVector(of values: some Sequence<UInt16>) {
        writeVector(lengthByteCount: 2) { writer in
            for value in values { writer.write(value) }
        }
    }

    /// What has been written. Throws `vectorLength` if a vector was too long for its length.
    package consuming func finish() throws(WireError) -> [UInt8] {
        guard !hasOverflowed else { throw .vectorLength }
        return bytes
    }
}

/// The extensions that this library reads, by their numbers in IANA's registry. All others, and the
/// values that RFC 8701 reserves to keep receivers tolerant (GREASE), are skipped in a ClientHello.
package enum ExtensionType: UInt16, Sendable, CaseIterable {
    /// RFC 6066, section 3
    case serverName = 0
    /// RFC 8422, section 5.1.1
    case supportedGroups = 10
    /// RFC 8422, section 5.1.2
    case ecPointFormats = 11
    /// RFC 5246, section 7.4.1.4.1
    case signatureAlgorithms = 13
    /// RFC 7301
    case applicationProtocols = 16
    /// RFC 7627, section 5.1
    case extendedMasterSecret = 23
    /// RFC 5077, section 3.2
    case sessionTicket = 35
    /// RFC 5746, section 3.2
    case renegotiationInfo = 0xFF01
}

/// Reads the list of extensions at the end of a hello (RFC 5246, section 7.4.1.4).
struct ExtensionReader: ~Escapable {
    private var list: ByteReader
    private var seen = ExtensionNumbers()

    /// Reads all that is left of a hello: nothing, or one vector of extensions.
    @_lifetime(copy hello)
    init(restOf hello: consuming ByteReader) throws(WireError) {
        if hello.isAtEnd {
            list = hello
        } else {
            list = ByteReader(try hello.readVector(lengthByteCount: 2))
            try hello.expectEnd()
        }
    }

    var isAtEnd: Bool { list.isAtEnd }

    /// Reads the next extension's header: its number, and a reader for its data.
    ///
    /// Throws `duplicateExtension` for a number that came before.
    @_lifetime(copy self)
    mutating func next(_ number: inout UInt16) throws(WireError) -> ByteReader {
        number = try list.readUInt16()
        guard seen.insert(number) else { throw .duplicateExtension }
        return ByteReader(try list.readVector(lengthByteCount: 2))
    }
}

/// A set of extension numbers, which allocates nothing for the common ones.
private struct ExtensionNumbers {
    private var below64: UInt64 = 0
    private var others: Set<UInt16> = []

    /// Returns whether the number is new.
    mutating func insert(_ number: UInt16) -> Bool {
        guard number < 64 else { return others.insert(number).inserted }
        let bit: UInt64 = 1 << UInt64(number)
        defer { below64 |= bit }
        return below64 & bit == 0
    }
}

extension ByteWriter {
    /// One extension: its number, and what `data` writes.
    mutating func writeExtension(_ type: ExtensionType, _ data: (inout ByteWriter) -> Void) {
        write(type.rawValue)
        writeVector(lengthByteCount: 2, data)
    }

    /// One extension without data.
    mutating func writeExtension(_ type: ExtensionType) { writeExtension(type) { _ in } }
}

/// Why bytes from the peer are not the message that they should be.
package enum WireError: Error, Equatable, Sendable {
    /// The message ends inside a field, or a vector's length goes beyond what holds it.
    case truncated
    /// There are bytes after the end of a message or of a vector's last element.
    case trailingBytes
    /// A vector is shorter or longer than its definition allows.
    case vectorLength
    /// A field has a value that its definition does not allow.
    case illegalValue
    /// One extension came twice.
    case duplicateExtension
    /// The server answers an extension that the client did not send.
    case unsolicitedExtension
    /// The handshake message has a type that TLS 1.2 does not have.
    case unknownHandshakeType(UInt8)
    /// The handshake message is longer than its type may be.
    case messageTooLong(HandshakeType, byteCount: Int, maximum: Int)
    /// The list holds more certificates than the caller's limit.
    case tooManyCertificates(maximum: Int)

    /// The alert that the peer is sent (RFC 5246, section 7.2.2).
    package var alert: TLSAlertDescription {
        switch self {
        case .truncated, .trailingBytes, .vectorLength: .decodeError
        case .illegalValue, .duplicateExtension, .tooManyCertificates: .illegalParameter
        case .unsolicitedExtension: .unsupportedExtension
        case .unknownHandshakeType: .unexpectedMessage
        // A Certificate may be well formed, but longer than this side accepts.
        case .messageTooLong(let type, _, _):
            type == .certificate ? .illegalParameter : .decodeError
        }
    }
}

extension WireError: CustomStringConvertible {
    /// What is wrong, after the message's name and a colon.
    package var description: String {
        switch self {
        case .truncated: "it ends within a field"
        case .trailingBytes: "there are bytes after its end"
        case .vectorLength: "a field is shorter or longer than the standard allows"
        case .illegalValue: "a field has a value that the standard does not allow"
        case .duplicateExtension: "an extension comes twice"
        case .unsolicitedExtension: "it answers an extension that was not sent"
        case .unknownHandshakeType(let number): "TLS 1.2 has no message of type \(number)"
        case .messageTooLong(let type, let byteCount, let maximum):
            "\(type.name) has \(byteCount) bytes, more than the \(maximum) that are accepted"
        case .tooManyCertificates(let maximum): "more than \(maximum) certificates"
        }
    }
}

/// Runs a parser of the message with this name, which its error then begins with.
func decoding<Value>(
    _ message: String,
    _ parse: () throws(WireError) -> Value
) throws(TLSConnectionError) -> Value {
    do throws(WireError) {
        return try parse()
    } catch {
        throw TLSConnectionError(error, in: message)
    }
}
