// SPDX-License-Identifier: Apache-2.0

/// Reads the numbers and vectors of a message (RFC 5246, sections 4.3 and 4.4).
struct Reader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(_ count: Int) throws(Alert) -> [UInt8] {
        guard count <= bytes.count else { throw .decodeError }
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    mutating func number(byteCount: Int) throws(Alert) -> Int {
        try take(byteCount).reduce(0) { $0 << 8 | Int($1) }
    }

    /// The content of a vector whose length has `lengthByteCount` bytes.
    mutating func vector(lengthByteCount: Int) throws(Alert) -> [UInt8] {
        try take(number(byteCount: lengthByteCount))
    }

    func end() throws(Alert) {
        guard isAtEnd else { throw .decodeError }
    }
}

extension UInt16 {
    /// In the order of the network.
    var bytes: [UInt8] { [UInt8(self >> 8), UInt8(self & 255)] }
}
