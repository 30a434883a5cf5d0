// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the tool prints is for people who do not know its sources.
enum Wording {
    /// Checks one message of the tool, such as "Error: …" and its newline.
    static func check(
        _ message: String,
        _ cause: @autoclosure () -> String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let faults = faults(message)
        #expect(
            faults.isEmpty,
            "\(faults) in: \(message)\(cause())",
            sourceLocation: sourceLocation
        )
    }

    static func faults(_ message: String) -> [String] {
        var faults: [String] = []
        if message.allSatisfy(\.isWhitespace) { faults.append("no words") }
        for dump in [
            ".swift", "Optional(", "Error(", "ErrorCode", "Error.", "NSError", "ErrorDomain",
            "Swift.", "HandshakeEngine.", "HandshakeCore.", "HandshakeTLS.", "HandshakeNIO.",
            "NIOCore.", "NIOPosix.", "NIOHTTP1.", "SwiftASN1.", "X509.", "Crypto.", "Foundation.",
            "<", "0x", "\u{1B}",
        ] where message.contains(dump) { faults.append(dump) }
        // A case's or an argument's name, such as "modulusTooSmall(bitCount: 1024)".
        for word in message.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "." }) {
            if let first = word.first, first.isLowercase, word.contains(where: \.isUppercase),
                !word.contains("."), !standardTerms.contains(String(word))
            {
                faults.append(String(word))
            }
        }
        if message.contains(#/\(\w+: /#) { faults.append("an argument's label") }
        return faults
    }

    /// Names of the standards' that begin with a small letter.
    private static let standardTerms: Set = [
        "subjectAltName", "extendedKeyUsage", "keyUsage", "basicConstraints", "nameConstraints",
        "rsaEncryption", "keyEncipherment", "digitalSignature", "serverAuth", "clientAuth", "macOS",
    ]

    /// Whether 16 characters in a row of a key's Base64 are in the message.
    static func shows(_ key: String, in message: String) -> Bool {
        let body = key.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        let characters = Array(body)
        guard characters.count >= 16 else { return false }
        return (0...characters.count - 16).contains { start in
            message.contains(String(characters[start..<start + 16]))
        }
    }
}
