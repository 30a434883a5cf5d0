// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import X509

/// An RSA key of this library that signs certificates and requests.
struct SigningKey: CustomPrivateKey {
    static let defaultPEMDiscriminator = "PRIVATE KEY"

    let key: RSAPrivateKey
    let publicKey: Certificate.PublicKey

    /// Throws ``ToolError`` for a key that certificates cannot name, such as one for PSS alone.
    init(_ key: RSAPrivateKey) throws {
        self.key = key
        do {
            publicKey = try Certificate.PublicKey(
                derEncoded: key.publicKey.derRepresentation(.subjectPublicKeyInfo)
            )
        } catch {
            let reason = CertificateErrorText.of(error) { key.publicKey }
            throw ToolError("certificates cannot hold this kind of key: \(reason)")
        }
    }

    var defaultSignatureAlgorithm: Certificate.SignatureAlgorithm { .sha256WithRSAEncryption }

    var supportedSignatureAlgorithms: [Certificate.SignatureAlgorithm] {
        [.sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption]
    }

    func signSynchronously(
        bytes: some DataProtocol,
        signatureAlgorithm: Certificate.SignatureAlgorithm
    ) throws -> Certificate.Signature {
        let hash: HashAlgorithm
        switch signatureAlgorithm {
        case .sha256WithRSAEncryption: hash = .sha256
        case .sha384WithRSAEncryption: hash = .sha384
        case .sha512WithRSAEncryption: hash = .sha512
        default: throw ToolError("an RSA key does not sign with \(signatureAlgorithm)")
        }
        let signature = try key.sign(message: Array(bytes), scheme: .pkcs1(hash))
        return try Certificate.Signature(
            signatureAlgorithm: signatureAlgorithm,
            signatureBytes: ASN1BitString(bytes: signature[...])
        )
    }

    func serialize(into coder: inout DER.Serializer) throws {
        try key.derRepresentation(.pkcs8).withBytes { bytes in
            coder.serializeRawBytes(bytes.indices.map { bytes[$0] })
        }
    }

    static func == (first: SigningKey, second: SigningKey) -> Bool {
        first.publicKey == second.publicKey
    }

    func hash(into hasher: inout Hasher) { hasher.combine(publicKey) }
}
