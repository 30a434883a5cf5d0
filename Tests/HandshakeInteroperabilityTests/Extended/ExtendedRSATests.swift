// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Testing

/// NIST's FIPS 186 vectors and RSA Laboratories' vectors of PKCS #1.
///
/// The library refuses private keys below 2048 bits, and signatures with SHA-1.
@Suite(.needsExtendedVectors) struct ExtendedRSATests {
    @Test func pkcs1Signatures() throws {
        var tally = Tally()
        var keys = PrivateKeys()
        for vector in try ExtendedVectors.load("rsa-pkcs1-signatures") {
            let hash = HashAlgorithm(vectorName: vector[text: "hash"])
            let isRun = try check(vector, hash: hash) { key throws(RSAError) in
                try key.verify(
                    vector["signature"],
                    message: vector["message"],
                    scheme: .pkcs1(hash)
                )
            }
            tally.count(isRun: isRun)
            guard isRun, let key = try keys.privateKey(vector) else { continue }
            #expect(
                try key.sign(message: vector["message"], scheme: .pkcs1(hash))
                    == vector["signature"]
            )
        }
        tally.report("RSA PKCS #1 v1.5 signatures")
        #expect(tally.runCount == 880)
        #expect(tally.refusedCount == 520)
    }

    @Test func pssSignatures() throws {
        var tally = Tally()
        var keys = PrivateKeys()
        for vector in try ExtendedVectors.load("rsa-pss") {
            let hash = HashAlgorithm(vectorName: vector[text: "hash"])
            let saltByteCount = try #require(Int(vector[text: "saltByteCount"]))
            let scheme = RSASignatureScheme.pss(hash, saltLength: .bytes(saltByteCount))
            let isRun = try check(vector, hash: hash) { key throws(RSAError) in
                try key.verify(vector["signature"], message: vector["message"], scheme: scheme)
            }
            tally.count(isRun: isRun)
            guard isRun, let key = try keys.privateKey(vector) else { continue }
            let own = try key.sign(message: vector["message"], scheme: scheme)
            try key.publicKey.verify(own, message: vector["message"], scheme: scheme)
        }
        tally.report("RSA PSS signatures")
        #expect(tally.runCount == 760)
        #expect(tally.refusedCount == 250)
    }

    @Test func oaep() throws {
        var tally = Tally()
        var keys = PrivateKeys()
        for vector in try ExtendedVectors.load("rsa-oaep") {
            let hash = HashAlgorithm(vectorName: vector[text: "hash"])
            let mgf1Hash = HashAlgorithm(vectorName: vector[text: "mgf1Hash"])
            let scheme = RSAEncryptionScheme.oaep(hash, mgf1Hash: mgf1Hash)
            guard let key = try keys.privateKey(vector) else {
                tally.count(isRun: false)
                continue
            }
            tally.count(isRun: true)
            #expect(try key.decrypt(vector["ciphertext"], scheme: scheme) == vector["message"])
        }
        tally.report("RSA OAEP")
        #expect(tally.runCount == 1446)
        #expect(tally.refusedCount == 54)
    }

    @Test func pkcs1Encryption() throws {
        var tally = Tally()
        var keys = PrivateKeys()
        for vector in try ExtendedVectors.load("rsa-pkcs1-encryption") {
            guard let key = try keys.privateKey(vector) else {
                tally.count(isRun: false)
                continue
            }
            tally.count(isRun: true)
            #expect(try key.decrypt(vector["ciphertext"], scheme: .pkcs1) == vector["message"])
        }
        tally.report("RSA PKCS #1 v1.5 encryption")
        #expect(tally.runCount == 20)
        #expect(tally.refusedCount == 280)
    }

    /// Whether the case was run: SHA-1 gets its error.
    private func check(
        _ vector: ExtendedCase,
        hash: HashAlgorithm,
        _ verify: (RSAPublicKey) throws(RSAError) -> Void
    ) throws -> Bool {
        let key = try RSAPublicKey(modulus: vector["n"].span, publicExponent: vector["e"].span)
        var failure: RSAError?
        do throws(RSAError) { try verify(key) } catch { failure = error }
        if hash == .sha1 {
            #expect(failure == .unsupportedHash)
            return false
        }
        if vector.isValid {
            #expect(failure == nil)
        } else {
            #expect(failure == .invalidSignature)
        }
        return true
    }
}

/// The private keys of a set's cases, each made once.
private struct PrivateKeys {
    private var keys: [String: RSAPrivateKey] = [:]

    /// The private key of a case; nil if it has none, or one that gets the error of short keys.
    mutating func privateKey(_ vector: ExtendedCase) throws -> RSAPrivateKey? {
        guard vector.fields["d"] != nil else { return nil }
        if let key = keys[vector[text: "n"]] { return key }
        func secret(_ name: String) -> SecretBytes { SecretBytes(copying: vector[name].span) }
        let components = RSAPrivateKeyComponents(
            n: vector["n"],
            e: vector["e"],
            d: secret("d"),
            p: secret("p"),
            q: secret("q"),
            dP: secret("dP"),
            dQ: secret("dQ"),
            qInv: secret("qInv")
        )
        do throws(RSAKeyError) {
            let key = try RSAPrivateKey(components)
            keys[vector[text: "n"]] = key
            return key
        } catch {
            guard case .modulusTooSmall(let bitCount) = error else { throw error }
            #expect(bitCount < 2048)
            return nil
        }
    }
}
