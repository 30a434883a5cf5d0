// SPDX-License-Identifier: Apache-2.0

/// Base64's alphabet (RFC 4648, section 4) without tables, branches or indexes that depend on what
/// is encoded.
///
/// Ours because no library that this package has encodes and decodes bytes that are wiped, in
/// constant time: Foundation's and swift-asn1's go through strings and look secrets up in tables.
enum Base64 {
    private static let ranges: [(first: UInt8, count: UInt64, value: UInt64)] = [
        (UInt8(ascii: "A"), 26, 0), (UInt8(ascii: "a"), 26, 26), (UInt8(ascii: "0"), 10, 52),
        (UInt8(ascii: "+"), 1, 62), (UInt8(ascii: "/"), 1, 63),
    ]

    /// The six bits of a character, `nil` if it is none of the alphabet.
    static func value(of character: UInt8) -> UInt64? {
        var value: UInt64 = 0
        var isKnown = Mask.less(1, 0)
        for range in ranges {
            let offset = UInt64(character) &- UInt64(range.first)
            let isInRange = Mask.less(offset, range.count)
            value = isInRange.select(offset &+ range.value, else: value)
            isKnown = isKnown | isInRange
        }
        let isCharacter = declassify(
            isKnown.bits != 0,
            because: "every character of a file that can be read is one of the alphabet"
        )
        return isCharacter ? value : nil
    }

    /// The character of six bits.
    static func character(of value: UInt64) -> UInt8 {
        var character: UInt64 = 0
        for range in ranges {
            let offset = value &- range.value
            let isInRange = Mask.less(offset, range.count)
            character = isInRange.select(offset &+ UInt64(range.first), else: character)
        }
        return UInt8(truncatingIfNeeded: character)
    }
}

/// Collects the bytes that Base64 characters encode.
struct Base64Decoder {
    private(set) var bytes: [UInt8] = []
    private var bits: UInt64 = 0
    private var characterCount = 0
    private var paddingCount = 0

    /// Has room for what so many characters encode: the array never moves, which would leave a
    /// copy of a secret behind.
    init(characterCount: Int) { bytes.reserveCapacity(characterCount / 4 * 3 + 3) }

    /// Returns whether the character can stand there.
    mutating func append(_ character: UInt8) -> Bool {
        if character == UInt8(ascii: "=") {
            paddingCount += 1
            return true
        }
        guard paddingCount == 0, let value = Base64.value(of: character) else { return false }
        bits = bits << 6 | value
        characterCount += 1
        if characterCount.isMultiple(of: 4) { appendBytes(3, droppingBits: 0) }
        return true
    }

    /// Returns whether the character of Base64url (RFC 4648, section 5) can stand there: "-" and "_"
    /// take the places of "+" and "/", and there is no "=".
    mutating func append(base64URL character: UInt8) -> Bool {
        func isCharacter(_ other: Unicode.Scalar) -> Mask {
            .equal(UInt64(character), UInt64(UInt8(ascii: other)))
        }
        let isForeign = declassify(
            (isCharacter("+") | isCharacter("/") | isCharacter("=")).bits != 0,
            because: "no character of a key that can be read is one of these"
        )
        guard !isForeign else { return false }
        let translated = isCharacter("_").select(UInt8(ascii: "/"), else: character)
        return append(isCharacter("-").select(UInt8(ascii: "+"), else: translated))
    }

    /// Ends the text, in "=" if it is padded. Returns why it cannot end there, if so.
    mutating func finish(isPadded: Bool = true) -> String? {
        guard characterCount > 0 else { return "there is nothing in it" }
        let excess = characterCount % 4
        guard excess != 1 else { return "its Base64 is cut off" }
        let padding = (4 - excess) % 4
        if !isPadded { paddingCount = padding }
        guard paddingCount >= padding else { return "its Base64 is cut off: an '=' is missing" }
        guard paddingCount == padding else { return "its Base64 ends in an '=' too many" }
        guard excess > 0 else { return nil }
        let unused = 2 * padding
        let isCanonical = declassify(
            bits & (1 << UInt64(unused) - 1) == 0,
            because: "the unused bits of a file that can be read are zero"
        )
        guard isCanonical else { return "its last character has bits that encode nothing" }
        appendBytes(excess - 1, droppingBits: unused)
        return nil
    }

    private mutating func appendBytes(_ count: Int, droppingBits unused: Int) {
        for index in (0..<count).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(unused + 8 * index)))
        }
        bits = 0
    }

    /// Overwrites the bytes, of which nobody else may keep a copy.
    mutating func wipeBytes() { bytes.wipe() }
}

extension Base64 {
    /// Appends the characters that encode `bytes`, padding included, in lines that are ended.
    static func encode(
        _ bytes: Span<UInt8>,
        lineByteCount: Int,
        into text: inout [UInt8]
    ) {
        for index in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - index)
            var bits: UInt64 = 0
            for offset in 0..<3 {
                bits = bits << 8 | (offset < count ? UInt64(bytes[index + offset]) : 0)
            }
            for position in 0..<4 {
                let value = bits >> UInt64(18 - 6 * position) & 0x3F
                text.append(position > count ? UInt8(ascii: "=") : character(of: value))
            }
            let end = index + count
            if end.isMultiple(of: lineByteCount) || end == bytes.count {
                text.append(UInt8(ascii: "\n"))
            }
        }
    }
}
