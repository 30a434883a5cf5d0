// SPDX-License-Identifier: Apache-2.0

/// `Vectors/aes-gcm.json`, made by `scripts/make-vectors-aes-gcm`, which says what each list is. All
/// strings of bytes are in hexadecimal.
public struct AESGCMVectors: Decodable, Sendable {
    public struct Text: Decodable, Sendable {
        public let name, key, nonce, additionalData, plaintext, ciphertext, tag: String
    }

    /// 640 zero bytes, sealed.
    public struct CounterWrap: Decodable, Sendable {
        public let distance: Int
        public let key, nonce, tag: String
    }

    public struct TLS12Record: Decodable, Sendable {
        public let key, implicitNonce, sequenceNumber, plaintext, record: String
        public let contentType: UInt8
    }

    public struct TLS13Record: Decodable, Sendable {
        public let key, initializationVector, sequenceNumber, plaintext, record: String
        public let contentType: UInt8
        public let paddingByteCount: Int
    }

    public let testCases, fips197: [Text]
    public let counterWrap: [CounterWrap]
    public let tls12: [TLS12Record]
    public let tls13: [TLS13Record]

    public static func load() throws -> AESGCMVectors {
        try TestVectors.decode(AESGCMVectors.self, from: "aes-gcm.json")
    }
}
