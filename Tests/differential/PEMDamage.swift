// SPDX-License-Identifier: Apache-2.0

/// Changes to PEM text of the kinds that tell readers apart.
enum PEMDamage {
    /// The text with one change, or with none.
    static func damaged(_ text: [UInt8], _ draw: inout Draw) -> [UInt8] {
        var bytes = text
        let place = draw.number(0...text.count - 1)
        let lineEnds = text.indices.filter { text[$0] == newline }
        let lineEnd = draw.element(of: lineEnds)
        switch draw.number(0...15) {
        case 0: bytes = draw.withChangedBit(text)
        case 1: bytes.removeLast(draw.number(1...min(80, text.count)))
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(draw.element(of: Array("A=-: \t\r\n\0\u{7f}".utf8)), at: place)
        case 4: bytes = text.flatMap { $0 == newline ? Array("\r\n".utf8) : [$0] }
        case 5: bytes.insert(contentsOf: draw.element(of: ["  ", "\t", "\r"]).utf8, at: lineEnd)
        case 6: bytes.remove(at: lineEnd)
        case 7: bytes.insert(newline, at: place)
        case 8: bytes = Array("some text\nand more\n".utf8) + text
        case 9: bytes += Array("some text\n".utf8)
        case 10: bytes.swapAt(place, draw.number(0...text.count - 1))
        case 11:
            bytes = replacing("BEGIN", with: draw.element(of: ["BEGIN ", "begin", "END"]), text)
        case 12:
            let label = draw.element(of: [
                "RSA PRIVATE KEY", "PRIVATE KEY", "PUBLIC KEY", "RSA PUBLIC KEY",
            ])
            bytes = relabelled(text, label)
        case 13:
            // The last byte's unused bits, and what pads it
            if let padding = text.lastIndex(of: UInt8(ascii: "=")) {
                switch draw.number(0...2) {
                case 0: bytes.remove(at: padding)
                case 1: bytes.insert(UInt8(ascii: "="), at: padding)
                default: bytes[padding - 1] &+= 1
                }
            }
        case 14: bytes = Array("\u{FEFF}".utf8) + text
        default: break
        }
        return bytes
    }

    private static let newline = UInt8(ascii: "\n")

    private static func replacing(_ old: String, with new: String, _ text: [UInt8]) -> [UInt8] {
        let old = Array(old.utf8)
        guard
            let start = text.indices.dropLast(old.count).first(where: {
                text[$0..<($0 + old.count)].elementsEqual(old)
            })
        else { return text }
        var bytes = text
        bytes.replaceSubrange(start..<(start + old.count), with: new.utf8)
        return bytes
    }

    /// The same lines between boundaries of another label.
    private static func relabelled(_ text: [UInt8], _ label: String) -> [UInt8] {
        let lines = text.split(separator: newline).dropFirst().dropLast()
        return Array("-----BEGIN \(label)-----\n".utf8) + lines.flatMap { $0 + [newline] }
            + Array("-----END \(label)-----\n".utf8)
    }
}
