// SPDX-License-Identifier: Apache-2.0

/// Changes to DER of the kinds that tell readers apart.
enum DERDamage {
    /// The bytes with one change, or with none.
    static func damaged(_ der: [UInt8], _ draw: inout Draw) -> [UInt8] {
        let fields = fields(of: der)
        let field = draw.element(of: fields)
        var bytes = der
        switch draw.number(0...19) {
        case 0: bytes = draw.withChangedBit(der)
        case 1: bytes.removeLast(draw.number(1...min(16, der.count)))
        case 2: bytes += draw.bytes(draw.number(1...16))
        case 3: bytes.remove(at: draw.number(0...der.count - 1))
        case 4: bytes.insert(draw.bytes(1)[0], at: draw.number(0...der.count))
        case 5:
            bytes[field.start] = draw.element(of: [0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0xa0, 0xa1])
        case 6: bytes[field.start] ^= 1 << UInt8(draw.number(0...7))
        case 7: bytes[field.start + 1] = draw.bytes(1)[0]
        case 8: bytes[field.content.lowerBound - 1] &+= draw.element(of: [1, 0xff])
        // From here on, the lengths around the change are right again.
        case 9:
            bytes = replacing(field, in: der, fields, longLength: true, with: content(field, der))
        case 10:
            // A zero, or a sign, in front
            let first = draw.element(of: [UInt8(0), 0xff])
            bytes = replacing(field, in: der, fields, with: [first] + content(field, der))
        case 11: bytes = replacing(field, in: der, fields, with: [])
        case 12:
            bytes = replacing(
                field,
                in: der,
                fields,
                with: draw.withChangedBit(content(field, der))
            )
        case 13:
            // A small number in its place
            bytes = replacing(field, in: der, fields, with: [UInt8(draw.number(0...4))])
        case 14:
            // Another field of the file in its place
            let other = draw.element(of: fields)
            bytes = replacing(field, in: der, fields, with: content(other, der))
        case 15:
            // A field more at its end
            let more: [UInt8] = draw.element(of: [
                [0x05, 0x00], [0x02, 0x01, 0x00], [0xa0, 0x00],
            ])
            bytes = replacing(field, in: der, fields, with: content(field, der) + more)
        case 16:
            // Its last byte, of which a number's fitting depends
            var changed = content(field, der)
            if !changed.isEmpty { changed[changed.count - 1] &+= draw.element(of: [1, 2, 0xfe]) }
            bytes = replacing(field, in: der, fields, with: changed)
        case 17:
            // The sum with another number of the file, which may fit as well
            let other = content(draw.element(of: fields), der)
            let number = content(field, der)
            let count = max(other.count, number.count) + 1
            let sum = LongNumber.sum(
                [UInt8](repeating: 0, count: count - number.count) + number,
                [UInt8](repeating: 0, count: count - other.count) + other
            )
            let isPositive = { (bytes: ArraySlice<UInt8>) in bytes.first.map { $0 < 0x80 } ?? false
            }
            var shortest = (sum ?? [0])[...]
            while shortest.first == 0, isPositive(shortest.dropFirst()) { shortest.removeFirst() }
            bytes = replacing(field, in: der, fields, with: Array(shortest))
        case 18:
            // Its first byte: a number's sign, or how many bits of a BIT STRING are unused
            var changed = content(field, der)
            if !changed.isEmpty { changed[0] = draw.element(of: [0, 1, 4, 7, 8, 0x80, 0xff]) }
            bytes = replacing(field, in: der, fields, with: changed)
        default: break
        }
        return bytes
    }

    struct Field {
        /// Where its tag stands.
        let start: Int
        let content: Range<Int>
    }

    private static func content(_ field: Field, _ der: [UInt8]) -> [UInt8] {
        Array(der[field.content])
    }

    /// Every field, those within others and within strings among them, in the order of their tags.
    static func fields(of der: [UInt8]) -> [Field] {
        var found: [Field] = []
        func look(_ range: Range<Int>) -> Bool {
            var position = range.lowerBound
            while position < range.upperBound {
                guard let field = field(at: position, in: der, before: range.upperBound) else {
                    return false
                }
                found.append(field)
                let known = found.count
                let tag = der[position]
                // A BIT STRING begins with the number of its unused bits.
                let inner = tag == 0x03 ? field.content.dropFirst() : field.content
                if tag & 0x20 != 0 || tag == 0x04 || tag == 0x03, !look(inner) {
                    found.removeSubrange(known...)
                }
                position = field.content.upperBound
            }
            return true
        }
        _ = look(0..<der.count)
        return found
    }

    private static func field(at start: Int, in der: [UInt8], before end: Int) -> Field? {
        guard start + 2 <= end else { return nil }
        var position = start + 2
        var byteCount = Int(der[start + 1])
        if byteCount > 0x80 {
            let lengthByteCount = byteCount - 0x80
            guard lengthByteCount <= 3, position + lengthByteCount <= end else { return nil }
            byteCount = der[position..<(position + lengthByteCount)].reduce(0) { $0 << 8 | Int($1) }
            position += lengthByteCount
        }
        guard position + byteCount <= end else { return nil }
        return Field(start: start, content: position..<(position + byteCount))
    }

    /// The bytes with other content in a field, and with the lengths of what is around it put right.
    private static func replacing(
        _ field: Field,
        in der: [UInt8],
        _ fields: [Field],
        longLength: Bool = false,
        with content: [UInt8]
    ) -> [UInt8] {
        var bytes = der
        let new = [der[field.start]] + length(content.count, isLong: longLength) + content
        var range = field.start..<field.content.upperBound
        var change = new.count - range.count
        bytes.replaceSubrange(range, with: new)
        // From the innermost field around it to the outermost
        for outer in fields.reversed()
        where outer.start < range.lowerBound && outer.content.upperBound >= range.upperBound {
            let header = outer.start..<outer.content.lowerBound
            let newHeader = [der[outer.start]] + length(outer.content.count + change, isLong: false)
            bytes.replaceSubrange(header, with: newHeader)
            change += newHeader.count - header.count
            range = outer.start..<outer.content.upperBound
        }
        return bytes
    }

    /// A length as DER has it, or with a zero in front.
    private static func length(_ count: Int, isLong: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = count
        while rest > 0 {
            bytes.insert(UInt8(rest & 0xff), at: 0)
            rest >>= 8
        }
        if isLong { bytes.insert(0, at: 0) }
        guard isLong || count > 0x7f else { return [UInt8(count)] }
        return [0x80 | UInt8(bytes.count)] + bytes
    }
}
