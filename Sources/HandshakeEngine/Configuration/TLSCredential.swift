// SPDX-License-Identifier: Apache-2.0

public import HandshakeCore
private import SwiftASN1
public import X509

/// A certificate chain and how its private key is used.
public struct TLSCredential: Sendable {
    package enum Key: Sendable {
        /// Operations are done at once, on the caller's thread.
        case direct(RSAPrivateKey)
        /// Operations leave the connection as requests.
        case external
    }

    /// The certificates, leaf first.
    public let certificateChain: [Certificate]
    /// The leaf's public key.
    public let publicKey: RSAPublicKey
    package let key: Key
    /// The certificates as DER, as they are sent.
    package let certificateBytes: [[UInt8]]
    /// What the leaf's key may be used for.
    let keyUses: Set<CertificateUsage.KeyUse>
    /// The names of the chain's issuers, in DER.
    private let issuerBytes: [[UInt8]]

    /// A chain, leaf first, with a key that is used at once, on the caller's thread. Throws
    /// ``TLSCredentialError`` if the leaf's key is not the private key's public part, and for what
    /// the other initializers throw it for.
    public init(
        certificateChain: [Certificate],
        privateKey: RSAPrivateKey
    ) throws(TLSCredentialError) {
        try self.init(certificateChain, key: .direct(privateKey), publicKey: privateKey.publicKey)
    }

    /// A chain, leaf first, with a private key that is somewhere else, such as in an `RSABatcher`,
    /// on another thread, or in hardware: each operation leaves the connection as
    /// ``TLSEvent/privateKeyOperation(_:)``. Throws ``TLSCredentialError/noCertificate``,
    /// ``TLSCredentialError/unsupportedKey``, ``TLSCredentialError/keyDoesNotMatch`` and
    /// ``TLSCredentialError/invalidCertificate(reason:)``.
    public init(
        certificateChain: [Certificate],
        externalPrivateKey publicKey: RSAPublicKey
    ) throws(TLSCredentialError) {
        try self.init(certificateChain, key: .external, publicKey: publicKey)
    }

    /// A chain and its key from PEM text; both may be in the same text. In the chain, text and
    /// blocks other than certificates are skipped; a certificate that cannot be read is an error.
    /// Throws ``TLSCredentialError``.
    ///
    /// It is up to the caller to wipe the text: `SecretBytes(contentsOfFile:)` does so for a
    /// file's.
    public init(
        pemCertificateChain: Span<UInt8>,
        pemPrivateKey: Span<UInt8>
    ) throws(TLSCredentialError) {
        let chain = try CertificatePEM.certificates(pemCertificateChain)
        let key = try Self.read { () throws(KeyFormatError) in
            try RSAPrivateKey(pemRepresentation: pemPrivateKey)
        }
        try self.init(certificateChain: chain, privateKey: key)
    }

    /// A chain and its key from PEM text in strings, which cannot be wiped. Throws
    /// ``TLSCredentialError``.
    public init(
        pemCertificateChain: String,
        pemPrivateKey: String
    ) throws(TLSCredentialError) {
        let chain = try CertificatePEM.certificates(Array(pemCertificateChain.utf8).span)
        let key = try Self.read { () throws(KeyFormatError) in
            try RSAPrivateKey(pemRepresentation: pemPrivateKey)
        }
        try self.init(certificateChain: chain, privateKey: key)
    }

    private static func read(
        _ key: () throws(KeyFormatError) -> RSAPrivateKey
    ) throws(TLSCredentialError) -> RSAPrivateKey {
        do throws(KeyFormatError) {
            return try key()
        } catch {
            throw .invalidPrivateKey(error)
        }
    }

    private init(
        _ chain: [Certificate],
        key: Key,
        publicKey: RSAPublicKey
    ) throws(TLSCredentialError) {
        guard let leaf = chain.first else { throw .noCertificate }
        guard let leafKey = RSAPublicKey(leaf) else { throw .unsupportedKey }
        guard leafKey.modulusBytes == publicKey.modulusBytes,
            leafKey.publicExponentBytes == publicKey.publicExponentBytes
        else { throw .keyDoesNotMatch }
        certificateChain = chain
        self.publicKey = publicKey
        self.key = key
        keyUses = Set(CertificateUsage.KeyUse.allCases.filter { CertificateUsage.allows($0, leaf) })
        var bytes: [[UInt8]] = []
        for certificate in chain { bytes.append(try certificate.derBytes()) }
        certificateBytes = bytes
        issuerBytes = chain.compactMap { $0.issuer.derBytes() }
    }

    /// Whether a certificate of the chain was issued by one of these authorities, which are names
    /// in DER. If there are none, any will do (RFC 5246, section 7.4.4).
    func isIssued(byOneOf authorities: [[UInt8]]) -> Bool {
        authorities.isEmpty || issuerBytes.contains(where: authorities.contains)
    }
}

extension RSAPublicKey {
    /// The certificate's key, or `nil` if it is not RSA or of a size that is not supported.
    package convenience init?(_ certificate: Certificate) {
        let bytes = [UInt8](certificate.publicKey.subjectPublicKeyInfoBytes)
        do throws(KeyFormatError) {
            try self.init(derRepresentation: bytes, format: .pkcs1)
        } catch {
            return nil
        }
    }
}

extension Certificate {
    fileprivate func derBytes() throws(TLSCredentialError) -> [UInt8] {
        do {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return serializer.serializedBytes
        } catch {
            throw .invalidCertificate(reason: "a certificate that cannot be written as DER")
        }
    }
}

/// Why a certificate and its key cannot be used.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum TLSCredentialError: Error, Equatable, Sendable {
    /// There is no certificate.
    case noCertificate
    /// The text holds no PEM, or a block that is damaged or whose certificate cannot be read. The
    /// reason says which, where and why, as text to be read; it quotes nothing of the PEM text.
    case invalidCertificate(reason: String)
    /// The leaf's key is not RSA, or of a size that this library does not support.
    case unsupportedKey
    /// The private key is not the leaf's.
    case keyDoesNotMatch
    /// The private key cannot be read.
    case invalidPrivateKey(KeyFormatError)
}

extension TLSCredentialError: CustomStringConvertible {
    /// What is wrong, for people. Nothing of the key is in it.
    public var description: String {
        switch self {
        case .noCertificate: "there is no certificate"
        case .invalidCertificate(let reason): "a certificate cannot be read: \(reason)"
        case .unsupportedKey: "the certificate's key is not RSA, or of a size that is not supported"
        case .keyDoesNotMatch: "the private key is not that of the first certificate"
        case .invalidPrivateKey(let error): "the private key cannot be read: \(error)"
        }
    }
}
