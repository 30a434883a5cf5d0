// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import TestSupport
import TestVectors
import Testing

/// Every truncation of a key, and a change in each of its bytes: an error, or another valid key,
/// whose DER is what was read. DER has one encoding for a value, so nothing else can be right.
@Suite struct DamagedKeyTests {
    static let vector = RSAVectors.key("rsa2048")
    static let changes: [UInt8] = [0x01, 0x20, 0x80, 0xFF]

    @Test(arguments: RSAPrivateKeyFormat.allCases)
    func privateKey(format: RSAPrivateKeyFormat) throws {
        let bytes = try der(format == .pkcs1 ? Self.vector.pkcs1PEM : Self.vector.pkcs8PEM)
        for count in 0..<bytes.count {
            #expect(privateKeyErrorCode(Array(bytes[..<count])) != nil, "truncated to \(count)")
        }
        for index in bytes.indices {
            for change in Self.changes {
                var changed = bytes
                changed[index] ^= change
                guard let key = try? RSAPrivateKey(derRepresentation: changed) else { continue }
                #expect(try key.derArray(format) == changed, "byte \(index) changed by \(change)")
            }
        }
    }

    @Test(arguments: RSAPublicKeyFormat.allCases)
    func publicKey(format: RSAPublicKeyFormat) throws {
        let pem =
            format == .pkcs1 ? Self.vector.publicPKCS1PEM : Self.vector.subjectPublicKeyInfoPEM
        try damage(try der(pem), format: format)
    }

    @Test(arguments: RSAVectors.pssKeys.filter { $0.hash != "sha1" })
    func pssRestrictedPublicKey(vector: RSAPSSKeyVector) throws {
        try damage(try der(vector.subjectPublicKeyInfoPEM), format: .subjectPublicKeyInfo)
    }

    private func damage(_ bytes: [UInt8], format: RSAPublicKeyFormat) throws {
        for count in 0..<bytes.count {
            #expect(publicKeyErrorCode(Array(bytes[..<count])) != nil, "truncated to \(count)")
        }
        var validCount = 0
        for index in bytes.indices {
            for change in Self.changes {
                var changed = bytes
                changed[index] ^= change
                guard let key = try? RSAPublicKey(derRepresentation: changed) else { continue }
                validCount += 1
                #expect(
                    try key.derRepresentation(format) == changed,
                    "byte \(index) changed by \(change)"
                )
            }
        }
        // Most changes of the modulus give another odd number of its length.
        #expect(validCount > 256)
    }

    @Test func pem() throws {
        let bytes = Array(Self.vector.pkcs8PEM.utf8)
        let whole = try der(Self.vector.pkcs8PEM)
        for count in 0..<bytes.count - 1 {
            let text = String(decoding: bytes[..<count], as: UTF8.self)
            #expect(privateKeyErrorCode(pem: text) != nil, "truncated to \(count)")
        }
        for index in bytes.indices {
            for change in Self.changes {
                var changed = bytes
                changed[index] ^= change
                let text = String(decoding: changed, as: UTF8.self)
                guard let key = try? RSAPrivateKey(pemRepresentation: text) else { continue }
                #expect(try key.derArray(.pkcs8) == whole, "byte \(index) changed by \(change)")
            }
        }
    }
}
