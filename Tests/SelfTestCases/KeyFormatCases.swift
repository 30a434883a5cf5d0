// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport
internal import TestVectors

/// Keys of the vector files read from DER and PEM in each format and written in all of them.
package enum KeyFormatCases {
    package static let all: [SelfTestCase] =
        RSAVectors.privateKeys.map { vector in
            SelfTestCase("private key DER, \(vector)") { checks, _ in
                try privateKeys(vector, &checks)
            }
        }
        + RSAVectors.keys.map { vector in
            SelfTestCase("public key DER, \(vector)") { checks, _ in
                try publicKeys(vector, &checks)
            }
        }

    private static func privateKeys(_ vector: RSAKeyVector, _ checks: inout Checks) throws {
        let files = [
            (RSAPrivateKeyFormat.pkcs1, derBytes(pem: vector.pkcs1PEM)),
            (.pkcs8, derBytes(pem: vector.pkcs8PEM)),
        ]
        for (format, bytes) in files {
            let fromArray = try RSAPrivateKey(derRepresentation: bytes)
            checkNumbers(of: fromArray.components(), equal: vector, &checks)
            let fromSpan = try RSAPrivateKey(derRepresentation: bytes.span)
            let insisted = try RSAPrivateKey(derRepresentation: bytes, format: format)
            for key in [fromArray, fromSpan, insisted] {
                for (otherFormat, otherBytes) in files {
                    let written = try key.derRepresentation(otherFormat)
                    checks.check(array(written) == otherBytes)
                }
            }
            let otherFormat: RSAPrivateKeyFormat = format == .pkcs1 ? .pkcs8 : .pkcs1
            do throws(KeyFormatError) {
                _ = try RSAPrivateKey(derRepresentation: bytes, format: otherFormat)
                checks.check(false, "a key of another format was read")
            } catch {
                checks.check(true)
            }
        }
        for (format, text) in [
            (RSAPrivateKeyFormat.pkcs1, vector.pkcs1PEM), (.pkcs8, vector.pkcs8PEM),
        ] {
            let key = try RSAPrivateKey(pemRepresentation: text)
            checks.check(try key.pemRepresentation(format) == text)
        }
    }

    private static func publicKeys(_ vector: RSAKeyVector, _ checks: inout Checks) throws {
        let files = [
            (RSAPublicKeyFormat.pkcs1, derBytes(pem: vector.publicPKCS1PEM)),
            (.subjectPublicKeyInfo, derBytes(pem: vector.subjectPublicKeyInfoPEM)),
        ]
        for (format, bytes) in files {
            let fromArray = try RSAPublicKey(derRepresentation: bytes)
            let fromSpan = try RSAPublicKey(derRepresentation: bytes.span)
            checks.check(fromArray.modulusBytes.hexadecimal == vector.n)
            checks.check(fromArray.publicExponentBytes.hexadecimal == vector.e)
            for key in [fromArray, fromSpan] {
                for (otherFormat, otherBytes) in files {
                    let written = try key.derRepresentation(otherFormat)
                    checks.check(written == otherBytes)
                }
            }
            let otherFormat: RSAPublicKeyFormat =
                format == .pkcs1 ? .subjectPublicKeyInfo : .pkcs1
            do throws(KeyFormatError) {
                _ = try RSAPublicKey(derRepresentation: bytes, format: otherFormat)
                checks.check(false, "a key of another format was read")
            } catch {
                checks.check(true)
            }
        }
    }

    private static func checkNumbers(
        of components: borrowing RSAPrivateKeyComponents,
        equal vector: RSAKeyVector,
        _ checks: inout Checks
    ) {
        checks.check(minimal(components.n) == vector.n)
        checks.check(minimal(components.e) == vector.e)
        let secrets = [
            minimal(array(components.d)), minimal(array(components.p)),
            minimal(array(components.q)), minimal(array(components.dP)),
            minimal(array(components.dQ)), minimal(array(components.qInv)),
        ]
        checks.check(
            secrets == [vector.d, vector.p, vector.q, vector.dP, vector.dQ, vector.qInv]
        )
    }

    private static func array(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    private static func minimal(_ bytes: [UInt8]) -> String {
        Array(bytes.drop { $0 == 0 }).hexadecimal
    }

    /// The contents of a PEM file of one block, without swift-asn1, whose PEM needs Foundation.
    package static func derBytes(pem: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var bitCount = 0
        for line in pem.split(separator: "\n") where !line.hasPrefix("-----") {
            for character in line.utf8 where character != UInt8(ascii: "=") {
                bits = bits << 6 | sextet(character)
                bitCount += 6
                if bitCount >= 8 {
                    bitCount -= 8
                    bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
                }
            }
        }
        return bytes
    }

    /// The value of a digit of base64 (RFC 4648, section 4).
    private static func sextet(_ digit: UInt8) -> UInt32 {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        default: 63
        }
    }
}
