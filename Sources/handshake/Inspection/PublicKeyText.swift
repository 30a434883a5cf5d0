// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import SwiftASN1
import X509

/// What is said of a public key.
enum PublicKeyText {
    /// The length of an RSA key's modulus; `nil` for a key of another algorithm.
    static func rsaBitCount(_ key: Certificate.PublicKey) throws -> Int? {
        do {
            return try RSAPublicKey(derRepresentation: subjectPublicKeyInfo(key)).modulusBitCount
        } catch let error as KeyFormatError {
            switch error.code {
            case .notAnRSAKey: return nil
            case .invalidKey(.modulusTooSmall(let bitCount)): return bitCount
            default: throw ToolError("the public key cannot be read: \(ErrorText.of(error))")
            }
        }
    }

    static func subjectPublicKeyInfo(_ key: Certificate.PublicKey) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(key)
        return serializer.serializedBytes
    }

    /// SHA-256, as pairs of hexadecimal digits.
    static func fingerprint(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: HashAlgorithm.sha256.digestByteCount)
        var span = digest.mutableSpan
        HashAlgorithm.sha256.writeDigest(of: bytes.span, into: &span)
        return hexadecimal(digest)
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }
}
