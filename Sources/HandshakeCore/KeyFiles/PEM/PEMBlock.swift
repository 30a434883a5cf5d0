// SPDX-License-Identifier: Apache-2.0

/// One block of PEM text (RFC 7468), found but not decoded yet.
///
/// Positions are those of the text that it was found in, which it does not keep: the text may be
/// a secret.
package struct PEMBlock: Sendable {
    /// Counts from 1.
    package let number: Int
    package let label: PEMLabel
    /// The line of its BEGIN, counted from 1.
    package let line: Int

    /// The text between its boundaries, or why it has none.
    var body: Result<Range<Int>, KeyFormatError> = .success(0..<0)

    /// Where the block is, for people.
    package var place: String {
        let name = label.name.map { "\($0), " } ?? ""
        return "block \(number) (\(name)line \(line))"
    }

    /// Whether it may be a certificate's: a damaged one may be anybody's.
    package var mayHoldCertificates: Bool {
        if case .failure = body { return true }
        return label.content == .certificate || label.content == .certificatesInAnotherForm
    }

    func error(_ reason: String) -> KeyFormatError {
        KeyFormatError(.invalidPEM, at: place, reason)
    }
}

extension PEMBlock {
    /// The blocks of a text, in its order, those that are damaged among them.
    ///
    /// As lenient as RFC 7468's lax form and the openssl program together: blanks at either end of
    /// a line, lines of any length, all of a block in one line, CR, LF and CRLF, the two characters
    /// "\n" for the end of a line, as keys in environment variables have them, a byte order mark,
    /// and any text in any encoding that extends ASCII before, between and after the blocks. A
    /// boundary that other text precedes on its line is a comment's.
    ///
    /// Throws ``KeyFormatError`` if there is no block.
    package static func all(in text: Span<UInt8>) throws(KeyFormatError) -> [PEMBlock] {
        var boundaries = PEMBoundaries(text)
        var blocks: [PEMBlock] = []
        while let boundary = boundaries.next(in: text) {
            if let block = boundaries.block(boundary, number: blocks.count + 1, in: text) {
                blocks.append(block)
            }
        }
        guard !blocks.isEmpty else {
            throw KeyFormatError(.noKeyInPEM, at: "PEM", absence(in: text))
        }
        return blocks
    }

    /// The first block of a kind. Throws ``KeyFormatError`` if there is none, and for a damaged
    /// block before it.
    package static func first(
        _ content: PEMLabel.Content,
        in text: Span<UInt8>
    ) throws(KeyFormatError) -> PEMBlock {
        let blocks = try all(in: text)
        for block in blocks {
            if block.label.content == content { return block }
            _ = try block.body.get()
        }
        let found = blocks.map { $0.label.name ?? "a block of an unknown label" }
        throw KeyFormatError(
            .noKeyInPEM,
            at: "PEM",
            "no \(content.rawValue) in it; it has \(found.joined(separator: ", "))"
        )
    }

    /// Why a text has no block.
    private static func absence(in text: Span<UInt8>) -> String {
        if text.count == 0 { return "it is empty" }
        if text.count > 1, text[0] == 0 || text[1] == 0 || (text[0] >= 0xFE && text[1] >= 0xFE) {
            return "it is UTF-16 text: 'iconv -f UTF-16 -t UTF-8 FILE' makes PEM of it"
        }
        // A SEQUENCE of more than 127 bytes.
        if text.count > 1, text[0] == 0x30, text[1] > 0x80 {
            return "it is binary (DER or PKCS #12), not PEM: 'openssl x509', 'openssl req' or "
                + "'openssl pkey' with '-inform DER -in FILE', or 'openssl pkcs12 -in FILE', makes "
                + "PEM of it"
        }
        return "there is no block in it: no line begins with -----BEGIN"
    }
}
