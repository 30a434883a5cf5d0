// SPDX-License-Identifier: Apache-2.0

/// Finds the lines that PEM blocks begin and end with.
struct PEMBoundaries {
    enum Kind { case begin, end }

    struct Boundary {
        let kind: Kind
        /// Where its label stands; `nil` if it does not end as it has to.
        let label: Range<Int>?
        let range: Range<Int>
        let line: Int
        /// Whether nothing but blanks, or the end of another block, precedes it on its line.
        let isFirstOfItsLine: Bool
    }

    private static let hyphens = "-----"
    private static let longestLabelByteCount = 64

    private var position = 0
    private var line = 1
    private var isBlank = true

    init(_ text: Span<UInt8>) {
        let byteOrderMark = "\u{FEFF}"
        if text.holds(byteOrderMark, at: 0) { position = byteOrderMark.utf8.count }
    }

    mutating func next(in text: Span<UInt8>) -> Boundary? {
        while position < text.count {
            if let boundary = boundary(in: text) {
                position = boundary.range.upperBound
                isBlank = true
                return boundary
            }
            advance(in: text)
        }
        return nil
    }

    private mutating func advance(in text: Span<UInt8>) {
        if text.endsLine(at: position) {
            line += 1
            isBlank = true
        } else if text.hasEscapedLineEnd(at: position) {
            position += 1
        } else if !text[position].isWhiteSpace {
            isBlank = false
        }
        position += 1
    }

    /// The boundary that begins at the position.
    private func boundary(in text: Span<UInt8>) -> Boundary? {
        guard text[position] == UInt8(ascii: "-") else { return nil }
        for (kind, prefix) in [(Kind.begin, "-----BEGIN "), (.end, "-----END ")]
        where text.holds(prefix, at: position) {
            let start = position + prefix.utf8.count
            let end = labelEnd(from: start, in: text)
            return Boundary(
                kind: kind,
                label: end.map { start..<$0 },
                range: position..<(end.map { $0 + Self.hyphens.utf8.count } ?? start),
                line: line,
                isFirstOfItsLine: isBlank
            )
        }
        return nil
    }

    private func labelEnd(from start: Int, in text: Span<UInt8>) -> Int? {
        var end = start
        while end < text.count, end - start <= Self.longestLabelByteCount,
            !text[end].isWhiteSpace || text[end] == UInt8(ascii: " ")
        {
            if text.holds(Self.hyphens, at: end) { return end }
            end += 1
        }
        return nil
    }

    /// The block that a boundary which was just found begins; `nil` if it is a comment's.
    mutating func block(_ boundary: Boundary, number: Int, in text: Span<UInt8>) -> PEMBlock? {
        var rest = self
        let closing = rest.next(in: text)
        let damage: String?
        switch (boundary.kind, boundary.isFirstOfItsLine, closing) {
        case (.end, false, _): return nil
        case (.end, true, _):
            damage = "an END line without a BEGIN at the start of a line before it"
        case (.begin, false, let closing?)
        where closing.kind == .end && closing.line == boundary.line:
            self = rest
            damage = "other text stands before its BEGIN: remove it, quotation marks, too"
        case (.begin, false, _):
            isBlank = false
            return nil
        case (.begin, true, let closing) where boundary.label == nil:
            if closing?.kind == .end { self = rest }
            damage = "its BEGIN does not end in five hyphens after its label"
        case (.begin, true, nil): damage = "cut off: there is no END line"
        case (.begin, true, let closing?) where closing.kind == .begin:
            damage = "cut off: there is no END line before the next BEGIN, in line \(closing.line)"
        case (.begin, true, let closing?):
            self = rest
            damage = Self.mismatch(boundary, closing, in: text)
        }
        let label = boundary.label.map { PEMLabel(text.extracting($0)) } ?? .unknown
        var block = PEMBlock(number: number, label: label, line: boundary.line)
        if let damage {
            block.body = .failure(block.error(damage))
        } else if let closing {
            block.body = .success(boundary.range.upperBound..<closing.range.lowerBound)
        }
        return block
    }

    private static func mismatch(
        _ begin: Boundary,
        _ end: Boundary,
        in text: Span<UInt8>
    ) -> String? {
        guard let label = begin.label, let endLabel = end.label else {
            return "its END, in line \(end.line), does not end in five hyphens after its label"
        }
        let areEqual =
            label.count == endLabel.count
            && zip(label, endLabel).allSatisfy { text[$0] == text[$1] }
        return areEqual ? nil : "its END, in line \(end.line), has another label than its BEGIN"
    }
}

extension Span<UInt8> {
    /// Whether a line ends with the byte: LF, CRLF's LF, or CR.
    func endsLine(at index: Int) -> Bool {
        if self[index] == UInt8(ascii: "\n") { return true }
        return self[index] == UInt8(ascii: "\r") && !holds("\n", at: index + 1)
    }

    /// Whether "\n" or "\r", two characters each, stands at the byte: what is left of a line's end
    /// in an environment variable or in JSON.
    func hasEscapedLineEnd(at index: Int) -> Bool {
        holds("\\n", at: index) || holds("\\r", at: index)
    }
}

extension UInt8 {
    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
