// SPDX-License-Identifier: Apache-2.0

/// PEM as it is written: lines of 64 characters, each one ended (RFC 7468, section 2), the bytes
/// that the openssl program writes.
enum PEMText {
    /// What 64 characters encode.
    private static let lineByteCount = 48

    /// The text in an array that is the caller's alone, so that it can be wiped.
    static func write(_ bytes: Span<UInt8>, label: PEMLabel) -> [UInt8] {
        let name = label.name ?? ""
        let (first, last) = ("-----BEGIN \(name)-----\n", "-----END \(name)-----\n")
        var text: [UInt8] = []
        // Four characters for each three bytes, and one more for each line's end.
        text.reserveCapacity(
            first.utf8.count + 4 * (bytes.count / 3 + 1) + bytes.count / lineByteCount + 1
                + last.utf8.count
        )
        text.append(contentsOf: first.utf8)
        Base64.encode(bytes, lineByteCount: lineByteCount, into: &text)
        text.append(contentsOf: last.utf8)
        return text
    }
}
