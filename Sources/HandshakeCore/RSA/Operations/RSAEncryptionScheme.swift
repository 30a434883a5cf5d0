// SPDX-License-Identifier: Apache-2.0

/// How a message is encrypted: a padding with its parameters.
///
///     let ciphertext = try publicKey.encrypt(message, scheme: .oaep(.sha256))
public struct RSAEncryptionScheme: Sendable, Hashable {
    enum Padding: Sendable, Hashable {
        case pkcs1
        case oaep(OAEPEncoding, label: [UInt8])
    }

    let padding: Padding

    /// RSAES-PKCS1-v1_5 (RFC 8017 section 7.2). Decrypting rejects implicitly: what has wrong padding
    /// gives a pseudo-random message and no error, so that nobody learns which it was.
    public static let pkcs1 = RSAEncryptionScheme(padding: .pkcs1)

    /// RSAES-OAEP (RFC 8017 section 7.1). `mgf1Hash`, the hash function of mask generation, is `hash`
    /// if it is not given; both sides give the same label.
    public static func oaep(
        _ hash: HashAlgorithm,
        mgf1Hash: HashAlgorithm? = nil,
        label: [UInt8] = []
    ) -> RSAEncryptionScheme {
        RSAEncryptionScheme(
            padding: .oaep(OAEPEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash), label: label)
        )
    }

    /// The longest message that a key with a modulus of this length encrypts, in bytes; below zero if
    /// the hash is too long for the key.
    func maximumMessageByteCount(modulusByteCount: Int) -> Int {
        switch padding {
        case .pkcs1: modulusByteCount - PKCS1EncryptionEncoding.overheadByteCount
        case .oaep(let encoding, _):
            encoding.maximumMessageByteCount(modulusByteCount: modulusByteCount)
        }
    }
}
