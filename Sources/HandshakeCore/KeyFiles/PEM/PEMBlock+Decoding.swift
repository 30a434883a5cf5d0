// SPDX-License-Identifier: Apache-2.0

extension PEMBlock {
    /// The bytes that the block holds, decoded into one array, which nothing else refers to: it is
    /// the caller's to wipe. `text` is that in which the block was found.
    ///
    /// Takes time that depends on how the text is laid out, not on what it encodes. Blanks and
    /// lines' ends may stand anywhere. Throws ``KeyFormatError`` for a block that is damaged or
    /// encrypted, for wrong padding, and for bits that encode nothing but are not zero.
    package func decode(from text: Span<UInt8>) throws(KeyFormatError) -> [UInt8] {
        let body = try body.get()
        try checkHeaders(body, in: text)
        var decoder = Base64Decoder(characterCount: body.count)
        var index = body.lowerBound
        while index < body.upperBound {
            if text.hasEscapedLineEnd(at: index) {
                index += 1
            } else if !text[index].isWhiteSpace {
                guard decoder.append(text[index]) else {
                    decoder.wipeBytes()
                    throw error(
                        "line \(lineNumber(of: index, in: text)) holds a character that Base64 "
                            + "does not have there"
                    )
                }
            }
            index += 1
        }
        guard let reason = decoder.finish() else { return decoder.bytes }
        decoder.wipeBytes()
        throw error(reason)
    }

    /// Throws if the block begins with headers of RFC 1421. OpenSSL's older encryption of keys puts
    /// some there, and its certificates and keys have no others.
    private func checkHeaders(_ body: Range<Int>, in text: Span<UInt8>) throws(KeyFormatError) {
        guard let start = body.first(where: { !text[$0].isWhiteSpace }) else { return }
        if text.holds("Proc-Type:", at: start) {
            throw .encrypted(at: place)
        }
        var index = start
        while index < body.upperBound, text[index] > 0x20 {
            if text[index] == UInt8(ascii: ":") { throw error("headers stand before its Base64") }
            index += 1
        }
    }

    private func lineNumber(of index: Int, in text: Span<UInt8>) -> Int {
        var number = 1
        for earlier in 0..<index where text.endsLine(at: earlier) { number += 1 }
        return number
    }
}
