// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SelfTestCases
import Testing

/// Project Wycheproof's cases, each of which an implementation has got wrong once.
///
/// Every case has to come out as it says, and none may come out as the opposite of what it says.
/// What the library does not do has its error: SHA-1 in signatures, hashes other than SHA-1 and SHA-2,
/// AES-192, and private keys below 2048 bits.
@Suite(.needsExtendedVectors) struct WycheproofTests {
    @Test(arguments: AESGCMKernel.supported)
    func gcm(kernel: AESGCMKernel) throws {
        let tally = try OutcomeTally("gcm") { vector in
            let key: AESGCMKey
            do throws(AESGCMError) {
                key = try AESGCMKey(vector["key"].span, kernel: kernel)
            } catch {
                #expect(error == .keyLength && vector["key"].count == 24)
                return .unsupported
            }
            let nonce: AESGCMNonce
            do throws(AESGCMError) {
                nonce = try key.nonce(vector["nonce"])
            } catch {
                #expect(vector["nonce"].isEmpty)
                return .refused
            }
            let sealed = vector["ciphertext"] + vector["tag"]
            let additionalData = vector["additionalData"]
            let opened: [UInt8]
            do throws(AESGCMError) {
                opened = try key.open(sealed, nonce: nonce, additionalData: additionalData)
            } catch {
                #expect(error == .authenticationFailed)
                return .refused
            }
            let own = try key.seal(opened, nonce: nonce, additionalData: additionalData)
            return .of(opened == vector["plaintext"] && own == sealed)
        }
        tally.expect(runCount: 213, unsupportedCount: 103)
    }

    @Test func hkdf() throws {
        let tally = try OutcomeTally("hkdf") { vector in
            let function = HKDFFunction(HashAlgorithm(vectorName: vector[text: "hash"]))
            let pseudorandomKey = function.extract(
                salt: vector["salt"],
                inputKeyMaterial: SecretBytes(copying: vector["inputKeyMaterial"].span)
            )
            do throws(HKDFError) {
                let output = try function.expand(
                    pseudorandomKey: pseudorandomKey,
                    info: vector["info"],
                    byteCount: Int(vector[text: "byteCount"])!
                )
                let expected = vector["output"]
                return .of(output.withBytes { constantTimeEqual($0, expected.span) })
            } catch {
                #expect(error == .outputLength)
                return .refused
            }
        }
        tally.expect(runCount: 339, unsupportedCount: 0)
    }

    @Test func oaep() throws {
        var keys = WycheproofKeys()
        let tally = try OutcomeTally("oaep") { vector in
            guard let hash = vector.hash("hash"), let mgf1Hash = vector.hash("mgf1Hash"),
                let key = try keys.privateKey(vector)
            else { return .unsupported }
            return try decrypt(
                vector,
                .oaep(hash, mgf1Hash: mgf1Hash, label: vector["label"]),
                key
            )
        }
        tally.expect(runCount: 843, unsupportedCount: 255)
    }

    @Test func pkcs1Encryption() throws {
        var keys = WycheproofKeys()
        let tally = try OutcomeTally("pkcs1-encryption") { vector in
            guard let key = try keys.privateKey(vector) else { return .unsupported }
            return try decrypt(vector, .pkcs1, key)
        }
        tally.expect(runCount: 201, unsupportedCount: 0)
    }

    @Test func pkcs1Generation() throws {
        var keys = WycheproofKeys()
        let tally = try OutcomeTally("pkcs1-generation") { vector in
            guard let hash = vector.hash("hash"), let key = try keys.privateKey(vector) else {
                return .unsupported
            }
            do throws(RSAError) {
                let own = try key.sign(message: vector["message"], scheme: .pkcs1(hash))
                return .of(own == vector["signature"])
            } catch {
                #expect(error == .unsupportedHash && hash == .sha1)
                return .unsupported
            }
        }
        tally.expect(runCount: 85, unsupportedCount: 73)
    }

    @Test func pkcs1Signatures() throws {
        var keys = WycheproofKeys()
        let tally = try OutcomeTally("pkcs1-signatures") { vector in
            guard let hash = vector.hash("hash") else { return .unsupported }
            let key = try #require(try keys.publicKey(vector))
            return try verify(vector, .pkcs1(hash), key)
        }
        tally.expect(runCount: 3364, unsupportedCount: 2838)
    }

    @Test func pss() throws {
        var keys = WycheproofKeys()
        let tally = try OutcomeTally("pss") { vector in
            guard let hash = vector.hash("hash"), let mgf1Hash = vector.hash("mgf1Hash"),
                let key = try keys.publicKey(vector)
            else { return .unsupported }
            let scheme = RSASignatureScheme.pss(
                hash,
                mgf1Hash: mgf1Hash,
                saltLength: .bytes(Int(vector[text: "saltByteCount"])!)
            )
            return try verify(vector, scheme, key)
        }
        tally.expect(runCount: 2266, unsupportedCount: 451)
    }

    private func decrypt(
        _ vector: ExtendedCase,
        _ scheme: RSAEncryptionScheme,
        _ key: RSAPrivateKey
    ) throws -> Outcome {
        do throws(RSAError) {
            let message = try key.decrypt(vector["ciphertext"], scheme: scheme)
            if message == vector["message"] { return .accepted }
            // Implicit rejection: the same other message each time.
            #expect(try key.decrypt(vector["ciphertext"], scheme: scheme) == message)
            return scheme == .pkcs1 ? .refused : .wrong
        } catch {
            switch error {
            case .decryptionFailed: #expect(scheme != .pkcs1)
            case .inputOutOfRange:
                #expect(!vector["ciphertext"].lexicographicallyPrecedes(key.publicKey.modulusBytes))
            case .wrongInputLength: #expect(vector["ciphertext"].count != key.modulusByteCount)
            default: Issue.record(error)
            }
            return .refused
        }
    }

    private func verify(
        _ vector: ExtendedCase,
        _ scheme: RSASignatureScheme,
        _ key: RSAPublicKey
    ) throws -> Outcome {
        do throws(RSAError) {
            try key.verify(vector["signature"], message: vector["message"], scheme: scheme)
            return .accepted
        } catch {
            guard error != .unsupportedHash else {
                #expect(vector[text: "hash"] == "sha1" || vector[text: "mgf1Hash"] == "sha1")
                return .unsupported
            }
            #expect(error == .invalidSignature)
            return .refused
        }
    }
}

/// What the library made of a case.
private enum Outcome {
    /// It took the input, and gave the right answer.
    case accepted
    case refused
    /// It took the input, and gave another answer than the case's.
    case wrong
    case unsupported

    static func of(_ isRight: Bool) -> Self { isRight ? .accepted : .wrong }

    /// Whether this is what a case with that result asks for.
    func agrees(with result: String) -> Bool {
        switch result {
        case "valid": self == .accepted
        case "invalid": self == .refused
        default: self == .accepted || self == .refused
        }
    }
}

/// What became of a set.
private struct OutcomeTally {
    private var runCount = 0
    private var unsupportedCount = 0
    private let name: String

    init(_ name: String, _ outcome: (ExtendedCase) throws -> Outcome) throws {
        self.name = name
        let opposites = ["valid": "invalid", "invalid": "valid"]
        for vector in try ExtendedVectors.load("wycheproof-\(name)") {
            let outcome = try outcome(vector)
            guard outcome != .unsupported else {
                unsupportedCount += 1
                continue
            }
            runCount += 1
            let result = vector[text: "result"]
            #expect(outcome.agrees(with: result), "\(vector[text: "case"]) is \(result)")
            if let opposite = opposites[result] {
                #expect(!outcome.agrees(with: opposite), "\(vector[text: "case"])")
            }
        }
    }

    func expect(
        runCount: Int,
        unsupportedCount: Int,
        _ place: SourceLocation = #_sourceLocation
    ) {
        print("Wycheproof \(name): \(self.runCount) run, \(self.unsupportedCount) not supported")
        #expect(self.runCount == runCount, sourceLocation: place)
        #expect(self.unsupportedCount == unsupportedCount, sourceLocation: place)
    }
}

extension ExtendedCase {
    /// Nil: the library has no such hash.
    fileprivate func hash(_ name: String) -> HashAlgorithm? {
        HashAlgorithm.allCases.first { "\($0)" == self[text: name] }
    }
}

/// The keys of a set's cases, each read once.
private struct WycheproofKeys {
    private var privateKeys: [String: RSAPrivateKey] = [:]
    private var publicKeys: [String: RSAPublicKey] = [:]

    /// Nil: it has fewer bits than a private key may have.
    mutating func privateKey(_ vector: ExtendedCase) throws -> RSAPrivateKey? {
        let text = vector[text: "key"]
        if let key = privateKeys[text] { return key }
        do throws(KeyFormatError) {
            let key = try RSAPrivateKey(derRepresentation: vector["key"], format: .pkcs8)
            privateKeys[text] = key
            return key
        } catch {
            guard case .invalidKey(.modulusTooSmall(let bitCount)) = error.code else { throw error }
            #expect(bitCount < 2048)
            return nil
        }
    }

    /// Nil: it is for PSS with SHA-1 alone.
    mutating func publicKey(_ vector: ExtendedCase) throws -> RSAPublicKey? {
        let text = vector[text: "key"]
        if let key = publicKeys[text] { return key }
        do throws(KeyFormatError) {
            let key = try RSAPublicKey(
                derRepresentation: vector["key"],
                format: .subjectPublicKeyInfo
            )
            publicKeys[text] = key
            return key
        } catch {
            guard case .invalidKey(.unsupportedPSSParameters) = error.code else { throw error }
            #expect(vector[text: "hash"] == "sha1" || vector[text: "mgf1Hash"] == "sha1")
            return nil
        }
    }
}
