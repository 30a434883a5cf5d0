// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import TestSupport
import TestVectors
import Testing

@Suite struct PEMTests {
    let vector = RSAVectors.key("rsa2048")
    let other = RSAVectors.key("rsa2048-second")

    private func modulus(_ pem: String) throws -> String {
        try RSAPrivateKey(pemRepresentation: pem).publicKey.modulusBytes.hexadecimal
    }

    private func block(_ label: String) -> String {
        "-----BEGIN \(label)-----\nAAAA\n-----END \(label)-----\n"
    }

    @Test func theFirstPrivateKeyCounts() throws {
        #expect(try modulus(vector.pkcs8PEM + other.pkcs8PEM) == vector.n)
        #expect(try modulus(other.pkcs1PEM + vector.pkcs8PEM) == other.n)
        let certificateFirst = block("CERTIFICATE") + vector.pkcs8PEM
        #expect(try modulus(certificateFirst) == vector.n)
        #expect(try modulus(vector.subjectPublicKeyInfoPEM + vector.pkcs1PEM) == vector.n)
        #expect(try modulus(vector.pkcs1PEM + block("ENCRYPTED PRIVATE KEY")) == vector.n)
        // Nothing after the key is read, however broken.
        #expect(try modulus(vector.pkcs1PEM + "-----BEGIN CERTIFICATE-----\n???") == vector.n)
    }

    @Test func theFirstPublicKeyCounts() throws {
        let text = vector.pkcs8PEM + other.publicPKCS1PEM + vector.subjectPublicKeyInfoPEM
        #expect(try RSAPublicKey(pemRepresentation: text).modulusBytes.hexadecimal == other.n)
    }

    /// Keys as environment variables, YAML and other programs make them of a file.
    @Test func keysInOtherClothes() throws {
        let lines = vector.pkcs8PEM.split(separator: "\n")
        let body = lines.dropFirst().dropLast()
        let (first, last) = (lines[0], lines[lines.count - 1])
        let characters = body.joined()
        var wide = ""
        for (index, character) in characters.enumerated() {
            if index > 0, index.isMultiple(of: 76) { wide += "\n" }
            wide.append(character)
        }
        let certificate = block("CERTIFICATE").replacing("\n", with: "")
        let texts: [String] = [
            "\(first)\(characters)\(last)",
            lines.joined(separator: " "),
            lines.joined(separator: #"\n"#),
            lines.joined(separator: #"\r\n"#),
            lines.joined(separator: "\r"),
            lines.map { "    \($0)" }.joined(separator: "\n"),
            lines.map { "\t\($0) \t" }.joined(separator: "\r\n"),
            "\(first)\n\(wide)\n\(last)\n",
            "\(first) \n\(characters)\n\(last)",
            // An END with a BEGIN at its heels
            "\(certificate)\(first)\(characters)\(last)",
        ]
        for text in texts {
            #expect(try modulus(text) == vector.n)
        }
    }

    @Test func commentsInAnyEncoding() throws {
        for comment in ["# -----BEGIN PRIVATE KEY----- follows\n", "see -----END X-----\n"] {
            #expect(try modulus(comment + vector.pkcs8PEM) == vector.n)
        }
        let latin1: [UInt8] = [0x4D, 0xFC, 0x68, 0x6C, 0x65, 0x0A]
        let key = try RSAPrivateKey(
            pemRepresentation: (latin1 + Array(vector.pkcs8PEM.utf8)).span
        )
        #expect(key.publicKey.modulusBytes.hexadecimal == vector.n)
    }

    @Test(arguments: [
        ("", "it is empty"),
        ("# nothing\n", "no line begins with -----BEGIN"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n", "block 1 (PRIVATE KEY, line 1): cut off"),
        (
            "x\n-----BEGIN CERTIFICATE-----\nAAAA\n-----BEGIN PRIVATE KEY-----\n",
            "block 1 (CERTIFICATE, line 2): cut off: there is no END line before the next BEGIN, in "
                + "line 4"
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\nA-A=\n-----END PRIVATE KEY-----\n",
            "block 1 (PRIVATE KEY, line 1): line 3 holds a character"
        ),
        ("-----BEGIN PRIVATE KEY----\n", "block 1 (line 1): its BEGIN does not end in five"),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY----\n",
            "its END, in line 3, does not end in five hyphens"
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            "its END, in line 3, has another label"
        ),
        (
            "KEY=\"-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----\"",
            "other text stands before its BEGIN"
        ),
        (
            "KEY=\"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\"",
            "block 1 (PRIVATE KEY, line 3): an END line without a BEGIN"
        ),
        ("-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----\n", "an '=' is missing"),
        ("-----BEGIN PRIVATE KEY-----\nAAAAA\n-----END PRIVATE KEY-----\n", "cut off"),
        ("-----BEGIN PRIVATE KEY-----\nAAA==\n-----END PRIVATE KEY-----\n", "an '=' too many"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA=\n-----END PRIVATE KEY-----\n", "an '=' too many"),
        ("-----BEGIN PRIVATE KEY-----\nAA=A\n-----END PRIVATE KEY-----\n", "line 2 holds"),
        ("-----BEGIN PRIVATE KEY-----\nAAB=\n-----END PRIVATE KEY-----\n", "bits that encode"),
        ("-----BEGIN PRIVATE KEY-----\nAB==\n-----END PRIVATE KEY-----\n", "bits that encode"),
        ("-----BEGIN PRIVATE KEY-----\n====\n-----END PRIVATE KEY-----\n", "nothing in it"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
            "ssh-keygen"
        ),
        (
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
            "openssl pkey"
        ),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n-----END RSA PRIVATE KEY-----",
            "openssl pkey"
        ),
        (
            "-----BEGIN FOO PRIVATE KEY-----\nAAAA\n-----END FOO PRIVATE KEY-----",
            "another algorithm"
        ),
    ])
    func saysWhatIsWrongAndWhere(text: String, cause: String) {
        let error = #expect(throws: KeyFormatError.self) {
            try RSAPrivateKey(pemRepresentation: text)
        }
        #expect(error?.description.contains(cause) == true, "\(error?.description ?? "")")
    }

    @Test func whatIsNotText() throws {
        let littleEndian = vector.pkcs8PEM.utf8.flatMap { byte -> [UInt8] in [byte, 0] }
        let bigEndian = vector.pkcs8PEM.utf8.flatMap { byte -> [UInt8] in [0, byte] }
        for bytes in [[0xFF, 0xFE] + littleEndian, [0xFE, 0xFF] + bigEndian, littleEndian] {
            let error = #expect(throws: KeyFormatError.self) {
                try RSAPrivateKey(pemRepresentation: bytes.span)
            }
            #expect(error?.reason.contains("iconv") == true)
        }
        let bytes = try der(vector.pkcs8PEM)
        let error = #expect(throws: KeyFormatError.self) {
            try RSAPrivateKey(pemRepresentation: bytes.span)
        }
        #expect(error?.reason.contains("-inform DER") == true)
    }

    @Test func writesWhatItReads() throws {
        let key = try RSAPrivateKey(pemRepresentation: vector.pkcs8PEM)
        for format in RSAPrivateKeyFormat.allCases {
            let text = try key.pemBytes(format).withBytes { text in text.indices.map { text[$0] } }
            #expect(try String(decoding: text, as: UTF8.self) == key.pemRepresentation(format))
        }
    }

    @Test func textAroundAKey() throws {
        let text = "Bag Attributes\n  friendlyName: -----BEGIN nothing\n" + vector.pkcs8PEM + "end"
        #expect(try modulus(text) == vector.n)
        #expect(try modulus("\u{FEFF}" + vector.pkcs8PEM) == vector.n)
    }

    @Test func lineEndingsAndLengths() throws {
        let lines = vector.pkcs8PEM.split(separator: "\n")
        #expect(try modulus(lines.joined(separator: "\r\n")) == vector.n)
        #expect(try modulus(lines.map { $0 + " \t" }.joined(separator: "\n")) == vector.n)
        #expect(try modulus(lines.joined(separator: "\n\n")) == vector.n)
        let oneLine =
            "\(lines[0])\n\(lines.dropFirst().dropLast().joined())\n\(lines[lines.count - 1])"
        #expect(try modulus(oneLine) == vector.n)
    }

    @Test func noKey() {
        #expect(privateKeyErrorCode(pem: "") == .noKeyInPEM)
        #expect(privateKeyErrorCode(pem: "-----BEGI PRIVATE KEY-----") == .noKeyInPEM)
        #expect(privateKeyErrorCode(pem: "# " + block("PRIVATE KEY").prefix(30)) == .noKeyInPEM)
        #expect(privateKeyErrorCode(pem: vector.subjectPublicKeyInfoPEM) == .noKeyInPEM)
        #expect(publicKeyErrorCode(pem: vector.pkcs8PEM) == .noKeyInPEM)
        let error = #expect(throws: KeyFormatError.self) {
            try RSAPrivateKey(pemRepresentation: block("CERTIFICATE"))
        }
        #expect(error?.reason.contains("CERTIFICATE") == true)
    }

    @Test func brokenBlocks() {
        let body = String(vector.pkcs8PEM.dropLast("-----END PRIVATE KEY-----\n".count))
        #expect(privateKeyErrorCode(pem: body) == .invalidPEM)
        #expect(privateKeyErrorCode(pem: body + "-----END CERTIFICATE-----") == .invalidPEM)
        #expect(privateKeyErrorCode(pem: body + vector.pkcs8PEM) == .invalidPEM)
        #expect(privateKeyErrorCode(pem: body + "?\n-----END PRIVATE KEY-----") == .invalidPEM)
        #expect(privateKeyErrorCode(pem: "-----BEGIN PRIVATE KEY----") == .invalidPEM)
        let empty = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"
        #expect(privateKeyErrorCode(pem: empty) == .invalidPEM)
        #expect(privateKeyErrorCode(pem: block("PRIVATE KEY")) == .invalidDER)
        let headers = "-----BEGIN RSA PRIVATE KEY-----\nContent-Domain: RFC822\n\nAAAA\n"
        #expect(
            privateKeyErrorCode(pem: headers + "-----END RSA PRIVATE KEY-----") == .invalidPEM
        )
    }

    @Test func labelAndContentsDisagree() {
        let asPKCS8 = vector.pkcs1PEM.replacing("RSA PRIVATE KEY", with: "PRIVATE KEY")
        #expect(privateKeyErrorCode(pem: asPKCS8) == .invalidDER)
        let asPKCS1 = vector.pkcs8PEM.replacing("PRIVATE KEY", with: "RSA PRIVATE KEY")
        #expect(privateKeyErrorCode(pem: asPKCS1) == .invalidDER)
        for (text, name) in [(asPKCS8, "PKCS #1"), (asPKCS1, "PKCS #8")] {
            let error = #expect(throws: KeyFormatError.self) {
                try RSAPrivateKey(pemRepresentation: text)
            }
            #expect(error?.reason.contains(name) == true)
            #expect(error?.reason.contains("openssl pkey") == true)
        }
    }

    @Test func keysOfOtherKinds() {
        #expect(privateKeyErrorCode(pem: block("ENCRYPTED PRIVATE KEY")) == .encrypted)
        #expect(privateKeyErrorCode(pem: block("EC PRIVATE KEY")) == .notAnRSAKey)
        #expect(privateKeyErrorCode(pem: block("DSA PRIVATE KEY")) == .notAnRSAKey)
        #expect(privateKeyErrorCode(pem: block("OPENSSH PRIVATE KEY")) == .unsupportedFormat)
        #expect(publicKeyErrorCode(pem: block("DSA PUBLIC KEY")) == .notAnRSAKey)
        let encrypted =
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n"
        #expect(
            privateKeyErrorCode(pem: encrypted + "AAAA\n-----END RSA PRIVATE KEY-----")
                == .encrypted
        )
    }

    @Test func privateKeyThatIsTooShort() {
        let short = RSAVectors.key("rsa1024")
        for pem in [short.pkcs1PEM, short.pkcs8PEM] {
            #expect(
                privateKeyErrorCode(pem: pem) == .invalidKey(.modulusTooSmall(bitCount: 1024))
            )
        }
    }
}
