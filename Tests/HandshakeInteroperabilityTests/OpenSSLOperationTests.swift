// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import TestSupport
import TestVectors
import Testing

/// Both directions against the openssl program: what it encrypted and signed, and what we did.
@Suite struct OpenSSLOperationTests {
    static let names = [
        "rsa2048", "rsa2048-exponent3", "rsa2048-primes-unequal", "rsa2049", "rsa2432", "rsa3072",
        "rsa4096",
    ]
    static let message = Array("a message for the openssl program".utf8)

    /// The `-pkeyopt` arguments of `openssl pkeyutl`.
    private func options(_ options: [String]) -> [String] { options.flatMap { ["-pkeyopt", $0] } }

    private func openSSL(
        _ operation: String,
        _ file: RSAKeyVector,
        _ options: [String],
        input: [UInt8]
    ) throws -> [UInt8] {
        let isPublic = operation == "-encrypt"
        let pem = isPublic ? file.subjectPublicKeyInfoPEM : file.pkcs8PEM
        return try OpenSSLProgram.run(
            ["pkeyutl", operation, "-inkey", "key"] + (isPublic ? ["-pubin"] : [])
                + self.options(options),
            files: ["key": Array(pem.utf8)],
            input: input
        )
    }

    /// Throws if the program does not accept the signature.
    private func openSSLVerify(
        _ file: RSAKeyVector,
        _ options: [String],
        signature: [UInt8],
        digest: [UInt8]
    ) throws {
        try OpenSSLProgram.run(
            ["pkeyutl", "-verify", "-pubin", "-inkey", "key", "-sigfile", "signature"]
                + self.options(options),
            files: ["key": Array(file.subjectPublicKeyInfoPEM.utf8), "signature": signature],
            input: digest
        )
    }

    private func digest(_ message: [UInt8], _ hash: HashAlgorithm) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: hash.digestByteCount)
        var span = digest.mutableSpan
        hash.writeDigest(of: message.span, into: &span)
        return digest
    }

    @Test(arguments: names, HashAlgorithm.allCases.filter { $0 != .sha1 })
    func pkcs1Signature(name: String, hash: HashAlgorithm) throws {
        let file = RSAVectors.key(name)
        let key = try RSAPrivateKey(pemRepresentation: file.pkcs1PEM)
        let options = ["rsa_padding_mode:pkcs1", "digest:\(hash)"]
        let digest = digest(Self.message, hash)
        let theirs = try openSSL("-sign", file, options, input: digest)
        try key.publicKey.verify(theirs, message: Self.message, scheme: .pkcs1(hash))
        let ours = try key.sign(message: Self.message, scheme: .pkcs1(hash))
        #expect(ours == theirs)
        try openSSLVerify(file, options, signature: ours, digest: digest)
    }

    @Test(arguments: names, HashAlgorithm.allCases.filter { $0 != .sha1 })
    func pssSignature(name: String, hash: HashAlgorithm) throws {
        let file = RSAVectors.key(name)
        let key = try RSAPrivateKey(pemRepresentation: file.pkcs1PEM)
        let digest = digest(Self.message, hash)
        for mgf1Hash in [hash, .sha256] {
            for saltByteCount in [0, 20, hash.digestByteCount] {
                let scheme = RSASignatureScheme.pss(
                    hash,
                    mgf1Hash: mgf1Hash,
                    saltLength: .bytes(saltByteCount)
                )
                let options = [
                    "rsa_padding_mode:pss", "digest:\(hash)", "rsa_mgf1_md:\(mgf1Hash)",
                    "rsa_pss_saltlen:\(saltByteCount)",
                ]
                let theirs = try openSSL("-sign", file, options, input: digest)
                try key.publicKey.verify(theirs, message: Self.message, scheme: scheme)
                let ours = try key.sign(message: Self.message, scheme: scheme)
                try openSSLVerify(file, options, signature: ours, digest: digest)
            }
        }
    }

    @Test(arguments: names)
    func pkcs1Encryption(name: String) throws {
        let file = RSAVectors.key(name)
        let key = try RSAPrivateKey(pemRepresentation: file.pkcs1PEM)
        let longest = [UInt8](repeating: 0x5A, count: key.modulusByteCount - 11)
        let options = ["rsa_padding_mode:pkcs1"]
        for message in [Self.message, longest] {
            let theirs = try openSSL("-encrypt", file, options, input: message)
            #expect(try key.decrypt(theirs, scheme: .pkcs1) == message)
            let ours = try key.publicKey.encrypt(message, scheme: .pkcs1)
            #expect(try openSSL("-decrypt", file, options, input: ours) == message)
        }
    }

    @Test(arguments: names, HashAlgorithm.allCases)
    func oaep(name: String, hash: HashAlgorithm) throws {
        let file = RSAVectors.key(name)
        let key = try RSAPrivateKey(pemRepresentation: file.pkcs1PEM)
        for (mgf1Hash, label) in [(hash, []), (.sha1, Array("label".utf8))] {
            let scheme = RSAEncryptionScheme.oaep(hash, mgf1Hash: mgf1Hash, label: label)
            var options = [
                "rsa_padding_mode:oaep", "rsa_oaep_md:\(hash)", "rsa_mgf1_md:\(mgf1Hash)",
            ]
            if !label.isEmpty { options.append("rsa_oaep_label:\(label.hexadecimal)") }
            let theirs = try openSSL("-encrypt", file, options, input: Self.message)
            #expect(try key.decrypt(theirs, scheme: scheme) == Self.message)
            let ours = try key.publicKey.encrypt(Self.message, scheme: scheme)
            #expect(try openSSL("-decrypt", file, options, input: ours) == Self.message)
        }
    }

    @Test(arguments: names)
    func raw(name: String) throws {
        let file = RSAVectors.key(name)
        let key = try RSAPrivateKey(pemRepresentation: file.pkcs1PEM)
        var generator = SeededGenerator(seed: UInt64(file.bitCount))
        let input = [0] + generator.bytes(key.modulusByteCount - 1)
        let options = ["rsa_padding_mode:none"]
        #expect(
            try key.rawOperation(input) == openSSL("-decrypt", file, options, input: input)
        )
        #expect(
            try key.publicKey.rawOperation(input)
                == openSSL("-encrypt", file, options, input: input)
        )
    }

    /// A key for PSS signs what the program accepts, and does nothing else.
    @Test func pssRestrictedKey() throws {
        let file = try #require(RSAVectors.pssKeys.first { $0.name == "pss-sha256" })
        let key = try RSAPrivateKey(pemRepresentation: file.pkcs8PEM)
        let scheme = RSASignatureScheme.pss(.sha256)
        let signature = try key.sign(message: Self.message, scheme: scheme)
        try OpenSSLProgram.run(
            [
                "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-sigfile", "signature",
                "-pkeyopt", "rsa_pss_saltlen:32",
            ],
            files: ["key": Array(file.subjectPublicKeyInfoPEM.utf8), "signature": signature],
            input: digest(Self.message, .sha256)
        )
        let theirs = try OpenSSLProgram.run(
            ["pkeyutl", "-sign", "-inkey", "key", "-pkeyopt", "rsa_pss_saltlen:32"],
            files: ["key": Array(file.pkcs8PEM.utf8)],
            input: digest(Self.message, .sha256)
        )
        try key.publicKey.verify(theirs, message: Self.message, scheme: scheme)
        #expect(throws: RSAError.notAllowedForKey) {
            try key.sign(message: Self.message, scheme: .pkcs1(.sha256))
        }
        #expect(throws: RSAError.notAllowedForKey) {
            try key.publicKey.encrypt([1], scheme: .pkcs1)
        }
        let otherHash = RSASignatureScheme.pss(.sha384, mgf1Hash: .sha256, saltLength: .bytes(32))
        #expect(throws: RSAError.notAllowedForKey) {
            try key.sign(message: Self.message, scheme: otherHash)
        }
        let shortSalt = RSASignatureScheme.pss(.sha256, saltLength: .bytes(31))
        #expect(throws: RSAError.notAllowedForKey) {
            try key.sign(message: Self.message, scheme: shortSalt)
        }
    }
}
