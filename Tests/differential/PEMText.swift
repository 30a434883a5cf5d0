// SPDX-License-Identifier: Apache-2.0

internal import CLibcrypto

/// The first block of a PEM text: what stands between its boundaries, without any blanks.
struct PEMText {
    private let label: [UInt8]
    private let characters: [UInt8]

    private static let hyphens = Array("-----".utf8)

    /// nil: it has none.
    init?(_ text: [UInt8]) {
        func find(_ sought: [UInt8], from start: Int) -> Range<Int>? {
            guard start + sought.count <= text.count else { return nil }
            for index in start...(text.count - sought.count)
            where text[index..<(index + sought.count)].elementsEqual(sought) {
                return index..<(index + sought.count)
            }
            return nil
        }
        guard let begin = find(Self.hyphens + Array("BEGIN ".utf8), from: 0),
            let labelEnd = find(Self.hyphens, from: begin.upperBound),
            let end = find(Self.hyphens + Array("END ".utf8), from: labelEnd.upperBound)
        else { return nil }
        label = Array(text[begin.upperBound..<labelEnd.lowerBound])
        characters = text[labelEnd.upperBound..<end.lowerBound].filter {
            !(9...13).contains($0) && $0 != UInt8(ascii: " ")
        }
    }

    /// The block alone, in lines of 64 characters.
    var written: [UInt8] {
        var lines: [UInt8] = []
        for start in stride(from: 0, to: characters.count, by: 64) {
            lines += characters[start..<min(start + 64, characters.count)]
            lines.append(UInt8(ascii: "\n"))
        }
        return Array("-----BEGIN ".utf8) + label + Array("-----\n".utf8) + lines
            + Array("-----END ".utf8) + label + Array("-----\n".utf8)
    }

    /// What its Base64 encodes; nil where it is none.
    var decoded: [UInt8]? {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
        )
        var bytes: [UInt8] = []
        var bits = 0
        var bitCount = 0
        for character in characters where character != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 6 | value
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(bits >> bitCount & 0xff))
                bits &= 1 << bitCount - 1
            }
        }
        return bytes
    }

    /// Whether it is the file with this DER under its own label.
    func holds(_ der: [UInt8], label: String) -> Bool {
        self.label.elementsEqual(label.utf8) && decoded == der
    }

    static func label(of format: libcrypto_format) -> String {
        switch format {
        case LIBCRYPTO_PRIVATE_PKCS1: "RSA PRIVATE KEY"
        case LIBCRYPTO_PRIVATE_PKCS8: "PRIVATE KEY"
        case LIBCRYPTO_PUBLIC_PKCS1: "RSA PUBLIC KEY"
        default: "PUBLIC KEY"
        }
    }
}
