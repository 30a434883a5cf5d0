import HandshakeKeyFormats
import HandshakeRSA
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
        #expect(privateKeyErrorCode(pem: "-----BEGIN PRIVATE KEY----") == .noKeyInPEM)
        #expect(privateKeyErrorCode(pem: " " + block("PRIVATE KEY")) == .noKeyInPEM)
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
