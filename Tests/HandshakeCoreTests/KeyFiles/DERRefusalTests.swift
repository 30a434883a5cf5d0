// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import TestSupport
import TestVectors
import Testing

/// Input that is wrong in one way, and the error it gets.
@Suite struct DERRefusalTests {
    let vector = RSAVectors.key("rsa2048")
    let other = RSAVectors.key("rsa2048-second")

    @Test func whatTheTestsBuildIsAccepted() throws {
        #expect(privateKeyErrorCode(vector.rsaPrivateKey) == nil)
        #expect(privateKeyErrorCode(vector.privateKeyInfo()) == nil)
        #expect(publicKeyErrorCode(vector.rsaPublicKey) == nil)
        #expect(publicKeyErrorCode(vector.subjectPublicKeyInfo()) == nil)
    }

    @Test func bytesLeftOver() {
        for byte in [0x00, 0x30] as [UInt8] {
            #expect(privateKeyErrorCode(vector.rsaPrivateKey + [byte]) == .invalidDER)
            #expect(privateKeyErrorCode(vector.privateKeyInfo() + [byte]) == .invalidDER)
            #expect(publicKeyErrorCode(vector.rsaPublicKey + [byte]) == .invalidDER)
            #expect(publicKeyErrorCode(vector.subjectPublicKeyInfo() + [byte]) == .invalidDER)
            let inside = vector.rsaPrivateKey + [byte]
            #expect(privateKeyErrorCode(vector.privateKeyInfo(key: inside)) == .invalidDER)
            let publicInside = vector.rsaPublicKey + [byte]
            #expect(
                publicKeyErrorCode(vector.subjectPublicKeyInfo(key: publicInside)) == .invalidDER
            )
        }
    }

    @Test func fieldsTooManyOrTooFew() {
        let numbers = vector.numbers
        for count in 1..<numbers.count {
            let key = field(0x30, integer("00"), numbers[..<count].flatMap { $0 })
            #expect(privateKeyErrorCode(key) == .invalidDER)
        }
        let tooMany = field(0x30, integer("00"), numbers.flatMap { $0 }, integer("01"))
        #expect(privateKeyErrorCode(tooMany) == .invalidDER)
        #expect(publicKeyErrorCode(field(0x30, integer(vector.n))) == .invalidDER)
        let three = field(0x30, integer(vector.n), integer(vector.e), integer("01"))
        #expect(publicKeyErrorCode(three) == .invalidDER)
        #expect(privateKeyErrorCode(vector.privateKeyInfo(more: integer("01"))) == .invalidDER)
        #expect(privateKeyErrorCode([]) == .invalidDER)
        #expect(publicKeyErrorCode([]) == .invalidDER)
        #expect(privateKeyErrorCode(field(0x30)) == .invalidDER)
        #expect(publicKeyErrorCode(field(0x30)) == .invalidDER)
    }

    @Test(arguments: 0..<8)
    func negativeNumber(index: Int) {
        var numbers = vector.numbers
        numbers[index] = field(0x02, [0x81] + numbers[index].dropFirst(5))
        let key = field(0x30, integer("00"), numbers.flatMap { $0 })
        #expect(privateKeyErrorCode(key) == .negativeNumber)
        #expect(privateKeyErrorCode(vector.privateKeyInfo(key: key)) == .negativeNumber)
    }

    @Test func negativePublicNumber() {
        let negative = field(0x02, [0xFF])
        #expect(
            publicKeyErrorCode(field(0x30, negative, integer(vector.e))) == .negativeNumber
        )
        #expect(
            publicKeyErrorCode(field(0x30, integer(vector.n), negative)) == .negativeNumber
        )
    }

    @Test(arguments: 0..<8)
    func integerThatIsNotMinimal(index: Int) {
        let digits = [
            vector.n, vector.e, vector.d, vector.p, vector.q, vector.dP, vector.dQ, vector.qInv,
        ]
        for zeros in [1, 2] {
            var numbers = vector.numbers
            let bytes = [UInt8](hexadecimal: digits[index])
            let padding = [UInt8](repeating: 0, count: zeros + (bytes[0] >= 0x80 ? 1 : 0))
            numbers[index] = field(0x02, padding, bytes)
            let key = field(0x30, integer("00"), numbers.flatMap { $0 })
            #expect(privateKeyErrorCode(key) == .invalidDER)
        }
    }

    @Test func emptyInteger() {
        let key = field(0x30, integer(vector.n), field(0x02))
        #expect(publicKeyErrorCode(key) == .invalidDER)
    }

    @Test func lengthThatIsNotMinimal() {
        // The exponent's length, 3, in the long form.
        let exponent: [UInt8] = [0x02, 0x81, 0x03, 0x01, 0x00, 0x01]
        #expect(publicKeyErrorCode(field(0x30, integer(vector.n), exponent)) == .invalidDER)
        // The outer length in three bytes where two do.
        let key = vector.rsaPublicKey
        let outer: [UInt8] = [0x30, 0x83, 0x00] + key[2...]
        #expect(publicKeyErrorCode(outer) == .invalidDER)
    }

    @Test func basicEncodingRules() {
        let contents = integer(vector.n) + integer(vector.e)
        let indefinite: [UInt8] = [0x30, 0x80] + contents + [0x00, 0x00]
        #expect(publicKeyErrorCode(indefinite) == .invalidDER)
        // An OCTET STRING made of OCTET STRINGs.
        let constructed = field(
            0x30,
            integer("00"),
            ASN1Parts.rsaAlgorithm,
            field(0x24, field(0x04, vector.rsaPrivateKey))
        )
        #expect(privateKeyErrorCode(constructed) == .invalidDER)
        // A SEQUENCE without the bit that says it is made of fields.
        #expect(publicKeyErrorCode(field(0x10, contents)) == .invalidDER)
        // An INTEGER with it.
        let integerOfFields = field(0x30, field(0x22, integer("01")), integer(vector.e))
        #expect(publicKeyErrorCode(integerOfFields) == .invalidDER)
    }

    @Test func versions() {
        let numbers = vector.numbers.flatMap { $0 }
        #expect(privateKeyErrorCode(field(0x30, integer("01"), numbers)) == .multiPrime)
        let third = field(0x30, field(0x30, integer("03"), integer("03"), integer("03")))
        #expect(privateKeyErrorCode(field(0x30, integer("01"), numbers, third)) == .multiPrime)
        for version in ["02", "7f", "80", "0100"] {
            let key = field(0x30, integer(version), numbers)
            #expect(privateKeyErrorCode(key) == .unsupportedVersion)
            let info = vector.privateKeyInfo(version: version)
            #expect(privateKeyErrorCode(info) == .unsupportedVersion)
        }
        let negative = field(0x30, field(0x02, [0xFF]), numbers)
        #expect(privateKeyErrorCode(negative) == .unsupportedVersion)
        let huge = field(0x30, integer(String(repeating: "7f", count: 40)), numbers)
        #expect(privateKeyErrorCode(huge) == .invalidDER)
    }

    @Test func publicKeyInAPrivateOne() {
        func info(_ version: String, _ publicKey: [UInt8]) -> [UInt8] {
            vector.privateKeyInfo(version: version, more: field(0x81, [0], publicKey))
        }
        #expect(privateKeyErrorCode(info("01", vector.rsaPublicKey)) == nil)
        #expect(privateKeyErrorCode(info("01", other.rsaPublicKey)) == .mismatchedPublicKey)
        #expect(privateKeyErrorCode(info("01", [0x05, 0x00])) == .invalidDER)
        #expect(privateKeyErrorCode(info("00", vector.rsaPublicKey)) == .unsupportedVersion)
        #expect(privateKeyErrorCode(vector.privateKeyInfo(version: "01")) == .unsupportedVersion)
    }

    @Test func attributesAreSkipped() throws {
        let attribute = field(0x30, ASN1Parts.sha1, field(0x31, integer("01")))
        let info = vector.privateKeyInfo(more: field(0xA0, attribute))
        let key = try RSAPrivateKey(derRepresentation: info)
        #expect(try key.derArray(.pkcs8) == vector.privateKeyInfo())
    }

    @Test func algorithms() {
        func expect(_ code: KeyFormatError.Code, for algorithm: [UInt8]) {
            #expect(privateKeyErrorCode(vector.privateKeyInfo(algorithm: algorithm)) == code)
            #expect(publicKeyErrorCode(vector.subjectPublicKeyInfo(algorithm: algorithm)) == code)
        }
        // Without its NULL, as OpenSSL reads it, too
        let bare = field(0x30, ASN1Parts.rsaEncryption)
        #expect(privateKeyErrorCode(vector.privateKeyInfo(algorithm: bare)) == nil)
        #expect(publicKeyErrorCode(vector.subjectPublicKeyInfo(algorithm: bare)) == nil)
        expect(
            .unsupportedParameters,
            for: field(0x30, ASN1Parts.rsaEncryption, integer("00"))
        )
        expect(
            .unsupportedParameters,
            for: field(0x30, ASN1Parts.rsaEncryption, [0x05, 0x01, 0x00])
        )
        expect(
            .invalidDER,
            for: field(0x30, ASN1Parts.rsaEncryption, ASN1Parts.null, ASN1Parts.null)
        )
        expect(.invalidDER, for: field(0x30))
        // id-RSAES-OAEP, id-ecPublicKey, Ed25519, and one that nobody has.
        for identifier in [
            "06092a864886f70d010107", "06072a8648ce3d0201", "06032b6570",
            "060a2b0601040182371e0d01",
        ] {
            expect(.notAnRSAKey, for: field(0x30, [UInt8](hexadecimal: identifier)))
        }
    }

    @Test func keysOfOtherKinds() {
        #expect(privateKeyErrorCode(vector.rsaPublicKey) == .invalidDER)
        #expect(privateKeyErrorCode(vector.subjectPublicKeyInfo()) == .invalidDER)
        #expect(publicKeyErrorCode(vector.rsaPrivateKey) == .invalidDER)
        #expect(publicKeyErrorCode(vector.privateKeyInfo()) == .invalidDER)
        let encrypted = field(0x30, ASN1Parts.rsaAlgorithm, field(0x04, [1, 2, 3]))
        #expect(privateKeyErrorCode(encrypted) == .encrypted)
        let ellipticCurve = field(0x30, integer("01"), field(0x04, [1, 2, 3]))
        #expect(privateKeyErrorCode(ellipticCurve) == .notAnRSAKey)
    }

    @Test func bitStringOfPartOfAByte() {
        for unused in 1...9 as ClosedRange<UInt8> {
            let key = field(
                0x30,
                ASN1Parts.rsaAlgorithm,
                field(0x03, [unused], vector.rsaPublicKey)
            )
            #expect(publicKeyErrorCode(key) == .invalidDER)
        }
        let empty = field(0x30, ASN1Parts.rsaAlgorithm, field(0x03))
        #expect(publicKeyErrorCode(empty) == .invalidDER)
    }

    @Test func errorsSayWhere() throws {
        var numbers = vector.numbers
        numbers[4] = field(0x02, [0x80])
        let key = field(0x30, integer("00"), numbers.flatMap { $0 })
        let error = #expect(throws: KeyFormatError.self) {
            try RSAPrivateKey(derRepresentation: vector.privateKeyInfo(key: key))
        }
        #expect(error?.place == "RSAPrivateKey.prime2")
        #expect(error.map(String.init(describing:)) == "RSAPrivateKey.prime2: a negative number")
    }
}
