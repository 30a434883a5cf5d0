// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import TestSupport
import TestVectors
import Testing

/// No error has anything of a key in it, however the key's file is damaged.
@Suite struct ErrorSecrecyTests {
    static let vector = RSAVectors.key("rsa2048")

    /// What goes wrong with files: cut, joined, relabelled, reordered, with other bytes in them.
    private static func mangle(
        _ text: [UInt8],
        _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var text = text
        func position() -> Int { Int.random(in: 0...text.count, using: &generator) }
        func replace(_ old: String, _ new: String) {
            text = Array(String(decoding: text, as: UTF8.self).replacing(old, with: new).utf8)
        }
        switch Int.random(in: 0..<16, using: &generator) {
        case 0: text.removeSubrange(position()...)
        case 1: text.removeSubrange(..<position())
        case 2: replace("\n", "")
        case 3: replace("\n", " ")
        case 4: replace("\n", "\r")
        case 5: replace("\n", "\\n")
        case 6: replace("PRIVATE KEY-----", "PRIVATE KEY----")
        case 7: replace("-----BEGIN", "----BEGIN")
        case 8: replace("-----END", "----END")
        case 9: replace("-----BEGIN ", "-----BEGIN")
        case 10: replace("PRIVATE KEY", "CERTIFICATE")
        case 11: replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ")
        case 12: replace("KEY-----\n", "KEY-----\nComment: ")
        case 13:
            let lines = text.split(separator: 0x0A).shuffled(using: &generator)
            text = Array(lines.joined(separator: [0x0A]))
        case 14:
            guard !text.isEmpty else { break }
            let index = Int.random(in: text.indices, using: &generator)
            text[index] ^= UInt8.random(in: 1...255, using: &generator)
        default:
            // A piece of it in another place, such as in a label
            let start = position()
            let piece = text[start..<min(start + 40, text.count)]
            text.insert(contentsOf: piece, at: position())
        }
        return text
    }

    /// Whether 16 characters in a row of `text` are in what is printed.
    private static func shares(_ printed: String, _ windows: Set<[UInt8]>) -> Bool {
        let bytes = Array(printed.utf8)
        guard bytes.count >= 16 else { return false }
        return (0...bytes.count - 16).contains { windows.contains(Array(bytes[$0..<$0 + 16])) }
    }

    /// Windows of the body alone: labels and what the standards call things are no secret.
    private static func windows(_ text: [UInt8]) -> Set<[UInt8]> {
        var windows: Set<[UInt8]> = []
        for line in text.split(separator: 0x0A) where line.first != UInt8(ascii: "-") {
            let line = Array(line)
            guard line.count >= 16 else { continue }
            for start in 0...line.count - 16 { windows.insert(Array(line[start..<start + 16])) }
        }
        return windows
    }

    private static func everythingPrinted(of error: any Error) -> String {
        var text = "\(error)\n\(String(describing: error))\n\(String(reflecting: error))\n"
        text += error.localizedDescription
        dump(error, to: &text)
        return text
    }

    @Test(arguments: RSAPrivateKeyFormat.allCases)
    func mangledKeys(format: RSAPrivateKeyFormat) {
        let text = Array((format == .pkcs1 ? Self.vector.pkcs1PEM : Self.vector.pkcs8PEM).utf8)
        let windows = Self.windows(text)
        var generator = SeededGenerator(seed: 42)
        var errorCount = 0
        for _ in 0..<1000 {
            var mangled = text
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                mangled = Self.mangle(mangled, &generator)
            }
            let damaged = mangled
            let readers: [() throws -> Void] = [
                { _ = try RSAPrivateKey(pemRepresentation: damaged.span) },
                { _ = try RSAPublicKey(pemRepresentation: damaged.span) },
            ]
            for read in readers {
                do {
                    try read()
                } catch {
                    errorCount += 1
                    let printed = Self.everythingPrinted(of: error)
                    #expect(!Self.shares(printed, windows), "\(printed)")
                }
            }
        }
        #expect(errorCount > 1000)
    }

    /// The same in DER, where a wrong length makes one field of what were several: no number that
    /// is named in an error may be made of a key's bytes.
    @Test(arguments: RSAPrivateKeyFormat.allCases)
    func mangledDER(format: RSAPrivateKeyFormat) throws {
        let bytes = try der(format == .pkcs1 ? Self.vector.pkcs1PEM : Self.vector.pkcs8PEM)
        var generator = SeededGenerator(seed: 43)
        var texts: Set<String> = []
        for index in 0..<64 {
            for _ in 0..<64 {
                var changed = bytes
                changed[index] = UInt8.random(in: .min ... .max, using: &generator)
                do {
                    _ = try RSAPrivateKey(derRepresentation: changed)
                } catch {
                    texts.insert("\(error)")
                }
            }
        }
        // A few dozen fixed sentences, not one for each damage.
        #expect(texts.count < 40, "\(texts.sorted().joined(separator: "\n"))")
    }
}
