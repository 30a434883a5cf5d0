#if canImport(FoundationEssentials) || canImport(Foundation)
internal import SwiftASN1

/// Finds a key in PEM text (RFC 7468).
///
/// Text before, between and after the blocks is skipped. Lines may be of any length and may end in
/// white space, as the openssl program allows; swift-asn1 gets them as RFC 7468 wants them.
struct PEMBlock {
    let label: String

    /// The DER inside.
    private(set) var bytes: [UInt8]

    /// The first block whose label ends in `suffix`, such as "PRIVATE KEY".
    init(_ text: String, labelSuffix suffix: String) throws(KeyFormatError) {
        var lines = Lines(text)
        var otherLabels: [String] = []
        while let line = lines.next() {
            guard let label = line.label(after: "-----BEGIN ") else { continue }
            guard label.hasSuffix(suffix) else {
                otherLabels.append(label)
                continue
            }
            self.label = label
            bytes = try Self.decodeBody(&lines, label: label)
            return
        }
        let found = otherLabels.isEmpty ? "no block" : otherLabels.joined(separator: ", ")
        throw KeyFormatError(.noKeyInPEM, at: "PEM", "no \(suffix) in it; it has \(found)")
    }

    /// Overwrites the bytes, of which nobody else may keep a copy.
    mutating func wipeBytes() { wipe(&bytes) }

    /// Reads up to the END line and decodes what is before it.
    private static func decodeBody(
        _ lines: inout Lines,
        label: String
    ) throws(KeyFormatError) -> [UInt8] {
        var block = CanonicalBlock(label: label)
        while let line = lines.next() {
            if let endLabel = line.label(after: "-----END ") {
                guard endLabel == label else { break }
                return try block.decode()
            }
            if line.contains(UInt8(ascii: ":")) {
                // RFC 1421's headers. OpenSSL's traditional encryption of keys puts them here.
                guard line.hasPrefix("Proc-Type:"), line.hasSuffix("ENCRYPTED") else {
                    throw KeyFormatError(.invalidPEM, at: label, "a block with headers")
                }
                throw KeyFormatError(.encrypted, at: label, "an encrypted key (Proc-Type)")
            }
            guard line.label(after: "-----BEGIN ") == nil else { break }
            block.append(line)
        }
        throw KeyFormatError(.invalidPEM, at: label, "no END line of that label")
    }
}

/// A block with lines of 64 characters, which is the one form that swift-asn1 reads.
private struct CanonicalBlock {
    private static let lineCharacterCount = 64

    let label: String
    private var text: String
    private var characterCount = 0

    init(label: String) {
        self.label = label
        text = "-----BEGIN \(label)-----\n"
    }

    mutating func append(_ line: Line) {
        for character in line where !character.isWhiteSpace {
            if characterCount > 0, characterCount.isMultiple(of: Self.lineCharacterCount) {
                text.append("\n")
            }
            text.unicodeScalars.append(Unicode.Scalar(character))
            characterCount += 1
        }
    }

    func decode() throws(KeyFormatError) -> [UInt8] {
        do {
            return try PEMDocument(pemString: "\(text)\n-----END \(label)-----\n").derBytes
        } catch {
            throw KeyFormatError(.invalidPEM, at: label, "its text is not Base64")
        }
    }
}

private typealias Line = Substring.UTF8View

/// The lines of a text, without the white space at their ends.
private struct Lines: IteratorProtocol {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        let byteOrderMark = "\u{FEFF}"
        rest = text.utf8[...]
        if rest.starts(with: byteOrderMark.utf8) { rest = rest.dropFirst(byteOrderMark.utf8.count) }
    }

    mutating func next() -> Line? {
        guard !rest.isEmpty else { return nil }
        var line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest[line.endIndex...].dropFirst()
        while let last = line.last, last.isWhiteSpace { line = line.dropLast() }
        return line
    }
}

extension Line {
    fileprivate func hasPrefix(_ prefix: String) -> Bool { starts(with: prefix.utf8) }

    fileprivate func hasSuffix(_ suffix: String) -> Bool {
        self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    /// The label of an encapsulation boundary that begins so.
    fileprivate func label(after prefix: String) -> String? {
        let dashes = "-----"
        guard hasPrefix(prefix), hasSuffix(dashes),
            count >= prefix.utf8.count + dashes.utf8.count
        else { return nil }
        return String(dropFirst(prefix.utf8.count).dropLast(dashes.utf8.count))
    }
}

extension UInt8 {
    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    fileprivate var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
#endif
