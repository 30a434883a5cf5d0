package import HandshakeCore

extension SignatureScheme {
    /// The schemes that this library signs and verifies with, best first.
    package static let supported: [SignatureScheme] = [
        .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512,
        .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512,
    ]

    /// The scheme as HandshakeCore calls it, or `nil` if this library does not implement it.
    package var rsaScheme: RSASignatureScheme? {
        switch self {
        case .rsaPKCS1SHA256: .pkcs1(.sha256)
        case .rsaPKCS1SHA384: .pkcs1(.sha384)
        case .rsaPKCS1SHA512: .pkcs1(.sha512)
        case .rsaPSSRSAESHA256: .pss(.sha256)
        case .rsaPSSRSAESHA384: .pss(.sha384)
        case .rsaPSSRSAESHA512: .pss(.sha512)
        default: nil
        }
    }
}
