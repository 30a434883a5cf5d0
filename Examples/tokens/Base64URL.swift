// SPDX-License-Identifier: Apache-2.0

/// Base64url without padding (RFC 7515, section 2).
enum Base64URL {
    private static let alphabet = [UInt8](
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    static func encode(_ bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0...group.count {
                characters.append(alphabet[bits >> (18 - 6 * index) & 63])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Nil for anything that ``encode(_:)`` does not write.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var bitCount = 0
        for character in text.utf8 {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            bits = (bits << 6 | digit) & 0xffff
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        // No lone character, and no bits that do not count
        return bitCount < 6 && bits & (1 << bitCount - 1) == 0 ? bytes : nil
    }
}
