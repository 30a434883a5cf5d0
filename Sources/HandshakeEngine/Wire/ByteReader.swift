/// Reads the presentation language of RFC 5246, 4, from a span; every step checks the bounds.
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
