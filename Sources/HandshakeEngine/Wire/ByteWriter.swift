/// Writes the presentation language of RFC 5246, 4, to the end of an array.
///
/// A vector that is longer than its length can say is remembered: ``finish()`` throws.
package struct ByteWriter {
    private var bytes: [UInt8] = []
    private var hasOverflown = false

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

    /// A vector of variable length: what `body` writes, after its length in `lengthByteCount` bytes.
    package mutating func writeVector(lengthByteCount: Int, _ body: (inout ByteWriter) -> Void) {
        let start = bytes.count
        for _ in 0..<lengthByteCount { bytes.append(0) }
        body(&self)
        let byteCount = bytes.count - start - lengthByteCount
        for index in 0..<lengthByteCount {
            let shift = 8 * (lengthByteCount - 1 - index)
            bytes[start + index] = UInt8(truncatingIfNeeded: byteCount >> shift)
        }
        if byteCount >> (8 * lengthByteCount) != 0 { hasOverflown = true }
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
        guard !hasOverflown else { throw .vectorLength }
        return bytes
    }
}
