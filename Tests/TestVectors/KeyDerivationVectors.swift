// SPDX-License-Identifier: Apache-2.0

/// `Vectors/key-derivation.json`, made by `scripts/make-vectors-key-derivation`. All strings of bytes
/// are in hexadecimal.
public struct KeyDerivationVectors: Decodable, Sendable {
    public struct PRF: Decodable, Sendable {
        public let hash, secret, label, seed, output: String
    }

    public struct HKDF: Decodable, Sendable {
        public let hash, salt, material, info, key, output: String
    }

    /// A step of TLS 1.3's key schedule: what it takes beside a secret, what it gives.
    public struct KeyScheduleStep: Decodable, Sendable {
        public let source, hash, step, secret, input, label, output: String
    }

    public let prf: [PRF]
    public let hkdf: [HKDF]
    public let tls13: [KeyScheduleStep]

    public static func load() throws -> KeyDerivationVectors {
        try TestVectors.decode(KeyDerivationVectors.self, from: "key-derivation.json")
    }
}
