// SPDX-License-Identifier: Apache-2.0

/// How the parts of a private key are encoded.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum RSAPrivateKeyFormat: Hashable, CaseIterable, Sendable {
    /// RSAPrivateKey, RFC 8017 A.1.2; PEM label "RSA PRIVATE KEY". Cannot say that a key is
    /// restricted to PSS.
    case pkcs1
    /// PrivateKeyInfo or OneAsymmetricKey, RFC 5208 and 5958; PEM label "PRIVATE KEY".
    case pkcs8

    var pemLabel: PEMLabel {
        switch self {
        case .pkcs1: .pkcs1PrivateKey
        case .pkcs8: .pkcs8PrivateKey
        }
    }

    /// What is said of a key in this format where another one has to be.
    var otherFormatReason: String {
        switch self {
        case .pkcs1: "a PKCS #1 key (RSAPrivateKey), whose PEM label is RSA PRIVATE KEY"
        case .pkcs8: "a PKCS #8 key (PrivateKeyInfo), whose PEM label is PRIVATE KEY"
        }
    }
}

/// How the parts of a public key are encoded.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum RSAPublicKeyFormat: Hashable, CaseIterable, Sendable {
    /// RSAPublicKey, RFC 8017 A.1.1; PEM label "RSA PUBLIC KEY". Cannot say that a key is
    /// restricted to PSS.
    case pkcs1
    /// SubjectPublicKeyInfo, RFC 5280 4.1; PEM label "PUBLIC KEY".
    case subjectPublicKeyInfo

    var pemLabel: PEMLabel {
        switch self {
        case .pkcs1: .pkcs1PublicKey
        case .subjectPublicKeyInfo: .subjectPublicKeyInfo
        }
    }

    /// What is said of a key in this format where another one has to be.
    var otherFormatReason: String {
        switch self {
        case .pkcs1: "a PKCS #1 key (RSAPublicKey), whose PEM label is RSA PUBLIC KEY"
        case .subjectPublicKeyInfo: "a SubjectPublicKeyInfo, whose PEM label is PUBLIC KEY"
        }
    }
}
