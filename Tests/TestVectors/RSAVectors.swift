// SPDX-License-Identifier: Apache-2.0

/// The vectors that `scripts/make-vectors` writes. All byte strings are hexadecimal.
public enum RSAVectors {
    public static let keys: [RSAKeyVector] = load("rsa-keys", "keys")
    public static let primes: [RSAPrimeVector] = load("rsa-primes", "keys")
    public static let pssKeys: [RSAPSSKeyVector] = load("rsa-pss-keys", "keys")
    public static let signatures: [RSASignatureVector] = load("rsa-signatures", "signatures")
    public static let ciphertexts: [RSACiphertextVector] = load("rsa-ciphertexts", "ciphertexts")

    /// The keys that are long enough for private operations.
    public static let privateKeys: [RSAKeyVector] = keys.filter { $0.bitCount >= 2048 }

    /// The key of that name.
    public static func key(_ name: String) -> RSAKeyVector {
        keys.first { $0.name == name }!
    }

    /// Traps on a file that does not read: vectors are part of the tests' source.
    private static func load<Vector: Decodable>(_ file: String, _ member: String) -> [Vector] {
        try! TestVectors.decode(VectorFile<Vector>.self, from: "\(file).json").vectors(member)
    }

    /// Its one list and remarks on it.
    private struct VectorFile<Vector: Decodable>: Decodable {
        private let keys, signatures, ciphertexts: [Vector]?

        func vectors(_ member: String) -> [Vector] {
            switch member {
            case "keys": keys!
            case "signatures": signatures!
            default: ciphertexts!
            }
        }
    }
}

/// A key with its numbers and the files that the openssl program makes of it.
public struct RSAKeyVector: Decodable, Sendable {
    public let name: String
    public let bitCount: Int
    public let n, e, d, p, q, dP, dQ, qInv: String
    public let pkcs1PEM, pkcs8PEM, publicPKCS1PEM, subjectPublicKeyInfoPEM: String
}

/// A key whose numbers fit each other, with primes that are none, or short.
public struct RSAPrimeVector: Decodable, Sendable {
    public let name: String
    /// The case of `RSAKeyError`; `nil` if the key is a good one.
    public let refusal: String?
    public let n, e, d, p, q, dP, dQ, qInv: String
}

/// A key file that restricts a key to PSS. No hash: to PSS with any parameters.
public struct RSAPSSKeyVector: Decodable, Sendable {
    public let name: String
    /// The name of the key in ``RSAVectors/keys``.
    public let key: String
    public let hash, mgf1Hash: String?
    public let minimumSaltByteCount: Int?
    public let pkcs8PEM, subjectPublicKeyInfoPEM: String
}

public struct RSASignatureVector: Decodable, Sendable {
    public let key: String
    /// "pkcs1" or "pss".
    public let scheme: String
    public let hash: String
    public let mgf1Hash: String?
    public let saltByteCount: Int?
    public let salt: String?
    public let message, signature: String
}

public struct RSACiphertextVector: Decodable, Sendable {
    public let key: String
    /// "pkcs1", "pkcs1-implicit-rejection" or "oaep".
    public let scheme: String
    public let hash, mgf1Hash, label: String?
    /// What is wrong with the padding, for implicit rejection.
    public let fault: String?
    public let message, ciphertext: String
}

extension RSAKeyVector: CustomStringConvertible { public var description: String { name } }
extension RSAPrimeVector: CustomStringConvertible { public var description: String { name } }
extension RSAPSSKeyVector: CustomStringConvertible { public var description: String { name } }
extension RSACiphertextVector: CustomStringConvertible {
    public var description: String {
        [key, scheme, fault].compactMap(\.self).joined(separator: ", ")
    }
}
