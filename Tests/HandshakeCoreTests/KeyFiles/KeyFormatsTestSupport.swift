// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import SwiftASN1
import TestSupport
import TestVectors

/// The DER inside a PEM file of one block.
func der(_ pem: String) throws -> [UInt8] { try PEMDocument(pemString: pem).derBytes }

/// One DER field: tag, length, contents.
func field(_ tag: UInt8, _ contents: [UInt8]...) -> [UInt8] {
    let contents = contents.flatMap { $0 }
    if contents.count < 0x80 { return [tag, UInt8(contents.count)] + contents }
    if contents.count < 0x100 { return [tag, 0x81, UInt8(contents.count)] + contents }
    return [tag, 0x82, UInt8(contents.count >> 8), UInt8(contents.count & 0xFF)] + contents
}

/// An INTEGER that is not negative.
func integer(_ digits: String) -> [UInt8] {
    var bytes = Array([UInt8](hexadecimal: digits).drop { $0 == 0 })
    if (bytes.first ?? 0x80) & 0x80 != 0 { bytes.insert(0, at: 0) }
    return field(0x02, bytes)
}

enum ASN1Parts {
    static let null: [UInt8] = [0x05, 0x00]
    static let rsaEncryption = [UInt8](hexadecimal: "06092a864886f70d010101")
    static let rsassaPSS = [UInt8](hexadecimal: "06092a864886f70d01010a")
    static let mgf1 = [UInt8](hexadecimal: "06092a864886f70d010108")
    static let sha1 = [UInt8](hexadecimal: "06052b0e03021a")
    static let sha256 = [UInt8](hexadecimal: "0609608648016503040201")
    static let sha512With256Bits = [UInt8](hexadecimal: "0609608648016503040206")
    static let rsaAlgorithm = field(0x30, rsaEncryption, null)
}

extension RSAKeyVector {
    /// RSAPrivateKey's fields after the version.
    var numbers: [[UInt8]] { [n, e, d, p, q, dP, dQ, qInv].map(integer) }

    /// RSAPrivateKey.
    var rsaPrivateKey: [UInt8] { field(0x30, integer("00"), numbers.flatMap { $0 }) }

    /// RSAPublicKey.
    var rsaPublicKey: [UInt8] { field(0x30, integer(n), integer(e)) }

    /// OneAsymmetricKey with parts that a test replaces.
    func privateKeyInfo(
        version: String = "00",
        algorithm: [UInt8] = ASN1Parts.rsaAlgorithm,
        key: [UInt8]? = nil,
        more: [UInt8] = []
    ) -> [UInt8] {
        field(0x30, integer(version), algorithm, field(0x04, key ?? rsaPrivateKey), more)
    }

    /// SubjectPublicKeyInfo with parts that a test replaces.
    func subjectPublicKeyInfo(
        algorithm: [UInt8] = ASN1Parts.rsaAlgorithm,
        key: [UInt8]? = nil
    ) -> [UInt8] {
        field(0x30, algorithm, field(0x03, [0], key ?? rsaPublicKey))
    }
}

/// The code of the error that reading a private key ends in; nil if it does not.
func privateKeyErrorCode(_ bytes: [UInt8]) -> KeyFormatError.Code? {
    do throws(KeyFormatError) {
        _ = try RSAPrivateKey(derRepresentation: bytes)
        return nil
    } catch {
        return error.code
    }
}

func privateKeyErrorCode(pem: String) -> KeyFormatError.Code? {
    do throws(KeyFormatError) {
        _ = try RSAPrivateKey(pemRepresentation: pem)
        return nil
    } catch {
        return error.code
    }
}

/// The code of the error that reading a public key ends in; nil if it does not.
func publicKeyErrorCode(_ bytes: [UInt8]) -> KeyFormatError.Code? {
    do throws(KeyFormatError) {
        _ = try RSAPublicKey(derRepresentation: bytes)
        return nil
    } catch {
        return error.code
    }
}

func publicKeyErrorCode(pem: String) -> KeyFormatError.Code? {
    do throws(KeyFormatError) {
        _ = try RSAPublicKey(pemRepresentation: pem)
        return nil
    } catch {
        return error.code
    }
}

extension RSAPrivateKey {
    /// The key as DER in an array, for comparison.
    func derArray(_ format: RSAPrivateKeyFormat) throws -> [UInt8] {
        try derRepresentation(format).withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }
}
