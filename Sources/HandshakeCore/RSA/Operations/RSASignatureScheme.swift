// SPDX-License-Identifier: Apache-2.0

/// How a message is signed: a padding with its hash function.
///
///     let signature = try key.sign(message: message, scheme: .pss(.sha256))
public struct RSASignatureScheme: Sendable, Hashable {
    enum Padding: Sendable, Hashable {
        case pkcs1
        case pss(mgf1Hash: HashAlgorithm, saltLength: RSAPSSSaltLength)
    }

    /// The hash function of the message.
    public let hash: HashAlgorithm
    let padding: Padding

    /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2).
    public static func pkcs1(_ hash: HashAlgorithm) -> RSASignatureScheme {
        RSASignatureScheme(hash: hash, padding: .pkcs1)
    }

    /// RSASSA-PSS (RFC 8017 section 8.1). `mgf1Hash`, the hash function of mask generation, is `hash`
    /// if it is not given.
    public static func pss(
        _ hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        saltLength: RSAPSSSaltLength = .digest
    ) -> RSASignatureScheme {
        RSASignatureScheme(
            hash: hash,
            padding: .pss(mgf1Hash: mgf1Hash ?? hash, saltLength: saltLength)
        )
    }

    func digest(of message: [UInt8]) -> [UInt8] {
        [UInt8](byteCount: hash.digestByteCount) { hash.writeDigest(of: message.span, into: &$0) }
    }
}

/// How long a PSS signature's salt is.
public enum RSAPSSSaltLength: Sendable, Hashable {
    /// As long as the hash's digest, as TLS 1.3 asks for (RFC 8446 section 4.2.3).
    case digest
    /// This many bytes, from zero on.
    case bytes(Int)
    /// Any length where a signature is verified; as long as the digest where one is made.
    case any

    /// The length of the salt of a new signature, in bytes.
    func byteCount(_ hash: HashAlgorithm) -> Int {
        switch self {
        case .digest, .any: hash.digestByteCount
        case .bytes(let byteCount): byteCount
        }
    }

    /// Whether a signature with a salt of `byteCount` bytes is one of the scheme.
    func allows(_ byteCount: Int, _ hash: HashAlgorithm) -> Bool {
        switch self {
        case .any: true
        case .digest, .bytes: byteCount == self.byteCount(hash)
        }
    }
}
