// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import TestSupport
import Testing

/// Key files that the openssl program writes, and ours, which it must accept.
@Suite struct OpenSSLKeyTests {
    private func text(_ arguments: String..., input: String = "") throws -> String {
        String(
            decoding: try OpenSSLProgram.run(arguments, input: Array(input.utf8)),
            as: UTF8.self
        )
    }

    @Test(arguments: ["2048", "2560", "3072"], ["65537", "3"])
    func keyThatOpenSSLMade(bitCount: String, exponent: String) throws {
        let pkcs8 = try text(
            "genpkey",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            "rsa_keygen_bits:\(bitCount)",
            "-pkeyopt",
            "rsa_keygen_pubexp:\(exponent)"
        )
        let key = try RSAPrivateKey(pemRepresentation: pkcs8)
        #expect(key.modulusBitCount == Int(bitCount))
        #expect(try key.pemRepresentation(.pkcs8) == pkcs8)
        #expect(
            try key.pemRepresentation(.pkcs1) == text("rsa", "-traditional", input: pkcs8)
        )
        let publicKey = key.publicKey
        #expect(
            try publicKey.pemRepresentation(.subjectPublicKeyInfo)
                == text("pkey", "-pubout", input: pkcs8)
        )
        #expect(
            try publicKey.pemRepresentation(.pkcs1)
                == text("rsa", "-RSAPublicKey_out", input: pkcs8)
        )
        let pkcs1DER = try OpenSSLProgram.run(
            ["rsa", "-traditional", "-outform", "DER"],
            input: Array(pkcs8.utf8)
        )
        #expect(try RSAPrivateKey(derRepresentation: pkcs1DER).pemRepresentation() == pkcs8)
    }

    @Test(arguments: RSAPrivateKeyFormat.allCases)
    func keyThatWeMade(format: RSAPrivateKeyFormat) throws {
        let key = try RSAPrivateKey.generate(bitCount: 2048)
        let pem = try key.pemRepresentation(format)
        let verdict = try text("pkey", "-check", "-noout", input: pem)
        #expect(verdict.contains("Key is valid"))
        #expect(try text("pkey", input: pem) == key.pemRepresentation(.pkcs8))
        let publicPEM = try key.publicKey.pemRepresentation()
        #expect(try text("pkey", "-pubin", input: publicPEM) == publicPEM)
        #expect(try text("pkey", "-pubout", input: pem) == publicPEM)
    }

    @Test func pssKeyThatOpenSSLMade() throws {
        let pkcs8 = try text(
            "genpkey",
            "-algorithm",
            "RSA-PSS",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
            "-pkeyopt",
            "rsa_pss_keygen_md:sha384",
            "-pkeyopt",
            "rsa_pss_keygen_mgf1_md:sha256",
            "-pkeyopt",
            "rsa_pss_keygen_saltlen:33"
        )
        let key = try RSAPrivateKey(pemRepresentation: pkcs8)
        let parameters = RSAPSSParameters(
            hash: .sha384,
            mgf1Hash: .sha256,
            minimumSaltByteCount: 33
        )
        #expect(key.usage == .pss(parameters))
        #expect(try key.pemRepresentation(.pkcs8) == pkcs8)
        #expect(
            try key.publicKey.pemRepresentation() == text("pkey", "-pubout", input: pkcs8)
        )
    }

    @Test(arguments: [
        (["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], KeyFormatError.Code.notAnRSAKey),
        (["ED25519"], .notAnRSAKey),
        (["ED448"], .notAnRSAKey),
        (["X25519"], .notAnRSAKey),
        (["DH", "-pkeyopt", "group:ffdhe2048"], .notAnRSAKey),
        (["RSA", "-aes256", "-pass", "pass:secret"], .encrypted),
        (["RSA", "-pkeyopt", "rsa_keygen_primes:3"], .multiPrime),
    ])
    func keyThatIsRefused(arguments: [String], code: KeyFormatError.Code) throws {
        let pem = try OpenSSLProgram.run(["genpkey", "-algorithm"] + arguments)
        let error = #expect(throws: KeyFormatError.self) {
            try RSAPrivateKey(pemRepresentation: String(decoding: pem, as: UTF8.self))
        }
        #expect(error?.code == code)
        guard code == .notAnRSAKey else { return }
        let publicPEM = try OpenSSLProgram.run(["pkey", "-pubout"], input: pem)
        let publicError = #expect(throws: KeyFormatError.self) {
            try RSAPublicKey(pemRepresentation: String(decoding: publicPEM, as: UTF8.self))
        }
        #expect(publicError?.code == code)
    }

    @Test func encryptedKeysAndSEC1() throws {
        func code(_ pem: String) -> KeyFormatError.Code? {
            let error = #expect(throws: KeyFormatError.self) {
                try RSAPrivateKey(pemRepresentation: pem)
            }
            return error?.code
        }
        let rsa = try text("genrsa", "2048")
        let traditional = try text(
            "rsa",
            "-traditional",
            "-aes128",
            "-passout",
            "pass:secret",
            input: rsa
        )
        #expect(code(traditional) == .encrypted)
        let encryptedDER = try OpenSSLProgram.run(
            ["pkcs8", "-topk8", "-outform", "DER", "-passout", "pass:secret"],
            input: Array(rsa.utf8)
        )
        let error = #expect(throws: KeyFormatError.self) {
            try RSAPrivateKey(derRepresentation: encryptedDER)
        }
        #expect(error?.code == .encrypted)
        // With an "EC PARAMETERS" block in front, as the program does by default.
        #expect(code(try text("ecparam", "-genkey", "-name", "prime256v1")) == .notAnRSAKey)
    }
}
