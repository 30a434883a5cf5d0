/// How the parts of a private key are encoded.
public enum RSAPrivateKeyFormat: Hashable, CaseIterable, Sendable {
    /// RSAPrivateKey, RFC 8017 A.1.2; PEM label "RSA PRIVATE KEY". Cannot say that a key is
    /// restricted to PSS.
    case pkcs1
    /// PrivateKeyInfo or OneAsymmetricKey, RFC 5208 and 5958; PEM label "PRIVATE KEY".
    case pkcs8

    var pemLabel: String {
        switch self {
        case .pkcs1: "RSA PRIVATE KEY"
        case .pkcs8: "PRIVATE KEY"
        }
    }
}

/// How the parts of a public key are encoded.
public enum RSAPublicKeyFormat: Hashable, CaseIterable, Sendable {
    /// RSAPublicKey, RFC 8017 A.1.1; PEM label "RSA PUBLIC KEY". Cannot say that a key is
    /// restricted to PSS.
    case pkcs1
    /// SubjectPublicKeyInfo, RFC 5280 4.1; PEM label "PUBLIC KEY".
    case subjectPublicKeyInfo

    var pemLabel: String {
        switch self {
        case .pkcs1: "RSA PUBLIC KEY"
        case .subjectPublicKeyInfo: "PUBLIC KEY"
        }
    }
}
