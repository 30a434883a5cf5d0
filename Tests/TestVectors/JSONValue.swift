// SPDX-License-Identifier: Apache-2.0

/// A value of a JSON text (RFC 8259): enough of a reader for the vector files, on systems that have
/// no Foundation too.
enum JSONValue {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    /// As it is written.
    case number(String)
    case bool(Bool)
    case null

    struct SyntaxError: Error {
        let offset: Int
    }

    init(parsing text: [UInt8]) throws(SyntaxError) {
        var parser = Parser(text: text)
        self = try parser.value()
        parser.skipSpace()
        guard parser.offset == text.count else { throw SyntaxError(offset: parser.offset) }
    }

    private struct Parser {
        let text: [UInt8]
        var offset = 0

        var next: UInt8? { offset < text.count ? text[offset] : nil }

        mutating func skipSpace() {
            while let byte = next, byte == 0x20 || (0x09...0x0d).contains(byte) { offset += 1 }
        }

        /// Whether the next byte is this one, which is then read.
        mutating func reads(_ character: Unicode.Scalar) -> Bool {
            skipSpace()
            guard next == UInt8(ascii: character) else { return false }
            offset += 1
            return true
        }

        mutating func require(_ character: Unicode.Scalar) throws(SyntaxError) {
            guard reads(character) else { throw SyntaxError(offset: offset) }
        }

        mutating func value() throws(SyntaxError) -> JSONValue {
            skipSpace()
            switch next {
            case UInt8(ascii: "{"): return .object(try object())
            case UInt8(ascii: "["): return .array(try array())
            case UInt8(ascii: "\""): return .string(try string())
            default: return try word()
            }
        }

        mutating func object() throws(SyntaxError) -> [String: JSONValue] {
            var members: [String: JSONValue] = [:]
            try require("{")
            if reads("}") { return members }
            repeat {
                skipSpace()
                let name = try string()
                try require(":")
                members[name] = try value()
            } while reads(",")
            try require("}")
            return members
        }

        mutating func array() throws(SyntaxError) -> [JSONValue] {
            var elements: [JSONValue] = []
            try require("[")
            if reads("]") { return elements }
            repeat { elements.append(try value()) } while reads(",")
            try require("]")
            return elements
        }

        mutating func string() throws(SyntaxError) -> String {
            try require("\"")
            var bytes: [UInt8] = []
            while let byte = next, byte != UInt8(ascii: "\"") {
                offset += 1
                bytes.append(byte == UInt8(ascii: "\\") ? try escaped() : byte)
            }
            guard next != nil else { throw SyntaxError(offset: offset) }
            offset += 1
            return String(decoding: bytes, as: UTF8.self)
        }

        /// What follows a backslash; the vector files are ASCII and have no `\u`.
        mutating func escaped() throws(SyntaxError) -> UInt8 {
            defer { offset += 1 }
            switch next {
            case UInt8(ascii: "n"): return 0x0a
            case UInt8(ascii: "r"): return 0x0d
            case UInt8(ascii: "t"): return 0x09
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return text[offset]
            default: throw SyntaxError(offset: offset)
            }
        }

        mutating func word() throws(SyntaxError) -> JSONValue {
            let start = offset
            while let byte = next, !", \t\r\n]}".utf8.contains(byte) { offset += 1 }
            let word = String(decoding: text[start..<offset], as: UTF8.self)
            switch word {
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "null": return .null
            default:
                guard Double(word) != nil else { throw SyntaxError(offset: start) }
                return .number(word)
            }
        }
    }
}
