// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore

/// Keys are refused with `KeyFormatError`, or come back as the same key from whatever they are written as.
enum KeyImport {
    static func privateKey(der: [UInt8]) {
        do throws(KeyFormatError) {
            check(try RSAPrivateKey(derRepresentation: der.span))
        } catch {
            check(error)
        }
    }

    static func privateKey(pem: [UInt8]) {
        do throws(KeyFormatError) {
            check(try RSAPrivateKey(pemRepresentation: pem.span))
        } catch {
            check(error)
        }
    }

    static func publicKey(der: [UInt8]) {
        do throws(KeyFormatError) {
            check(try RSAPublicKey(derRepresentation: der.span))
        } catch {
            check(error)
        }
    }

    static func publicKey(pem: [UInt8]) {
        do throws(KeyFormatError) {
            check(try RSAPublicKey(pemRepresentation: pem.span))
        } catch {
            check(error)
        }
    }

    static func jsonWebKey(_ text: [UInt8]) {
        guard let webKey = try? JSONDecoder().decode(RSAJSONWebKey.self, from: Data(text)) else {
            return
        }
        do throws(KeyFormatError) {
            let publicKey = try RSAPublicKey(jsonWebKey: webKey)
            check(publicKey)
            let key = try RSAPrivateKey(jsonWebKey: webKey)
            Invariant.holds(key.publicKey == publicKey, "a web key is one key")
            check(key)
        } catch {
            check(error)
        }
    }

    private static func check(_ error: KeyFormatError) {
        Invariant.holds(
            !error.description.isEmpty && !error.reason.isEmpty,
            "an error has a reason"
        )
    }

    /// A restriction has no place in PKCS #1.
    private static func isUnrepresentable(_ error: KeyFormatError) -> Bool {
        switch error.code {
        case .restrictionNotRepresentable: true
        default: false
        }
    }

    private static func check(_ key: RSAPrivateKey) {
        for format in [RSAPrivateKeyFormat.pkcs1, .pkcs8] {
            do throws(KeyFormatError) {
                let der = try key.derRepresentation(format)
                let other = try der.withBytes { (bytes) throws(KeyFormatError) in
                    try RSAPrivateKey(derRepresentation: bytes, format: format)
                }
                check(other, is: key)
                let pem = try key.pemBytes(format)
                check(
                    try pem.withBytes { (text) throws(KeyFormatError) in
                        try RSAPrivateKey(pemRepresentation: text)
                    },
                    is: key
                )
            } catch {
                guard format == .pkcs1, isUnrepresentable(error) else {
                    Invariant.fails("a key that was read is written and read: \(error)")
                }
            }
        }
        check(key.publicKey)
    }

    private static func check(_ other: RSAPrivateKey, is key: RSAPrivateKey) {
        Invariant.holds(
            other == key && other.usage == key.usage && other.publicKey == key.publicKey,
            "a private key comes back the same"
        )
    }

    private static func check(_ key: RSAPublicKey) {
        for format in [RSAPublicKeyFormat.pkcs1, .subjectPublicKeyInfo] {
            do throws(KeyFormatError) {
                let der = try key.derRepresentation(format)
                let pem = try key.pemRepresentation(format)
                for other in [
                    try RSAPublicKey(derRepresentation: der, format: format),
                    try RSAPublicKey(pemRepresentation: pem),
                ] {
                    Invariant.holds(
                        other == key && other.usage == key.usage
                            && other.modulusBytes == key.modulusBytes
                            && other.publicExponentBytes == key.publicExponentBytes,
                        "a public key comes back the same"
                    )
                }
            } catch {
                guard format == .pkcs1, isUnrepresentable(error) else {
                    Invariant.fails("a key that was read is written and read: \(error)")
                }
            }
        }
    }
}
