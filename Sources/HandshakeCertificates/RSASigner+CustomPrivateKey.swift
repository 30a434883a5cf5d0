// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
public import SwiftASN1
public import X509

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension RSASigner: CustomPrivateKey {
    /// What is signed with where nothing else is asked for.
    public var defaultSignatureAlgorithm: Certificate.SignatureAlgorithm {
        .sha256WithRSAEncryption
    }

    /// PKCS #1 v1.5 with SHA-256, SHA-384 and SHA-512: swift-certificates has no PSS.
    public var supportedSignatureAlgorithms: [Certificate.SignatureAlgorithm] {
        [.sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption]
    }

    /// Throws ``RSASignerError``.
    public func signSynchronously(
        bytes: some DataProtocol,
        signatureAlgorithm: Certificate.SignatureAlgorithm
    ) throws -> Certificate.Signature {
        let scheme = try Self.scheme(signatureAlgorithm)
        return try Certificate.Signature(
            signatureAlgorithm: signatureAlgorithm,
            signatureBytes: ASN1BitString(bytes: signature(for: bytes, scheme: scheme)[...])
        )
    }

    /// Throws ``RSASignerError``, and `CancellationError` if the task is cancelled before the operation
    /// began.
    public func signAsynchronously(
        bytes: some DataProtocol & Sendable,
        signatureAlgorithm: Certificate.SignatureAlgorithm
    ) async throws -> Certificate.Signature {
        let scheme = try Self.scheme(signatureAlgorithm)
        let signature = try await signature(for: bytes, scheme: scheme)
        return try Certificate.Signature(
            signatureAlgorithm: signatureAlgorithm,
            signatureBytes: ASN1BitString(bytes: signature[...])
        )
    }

    private static func scheme(
        _ algorithm: Certificate.SignatureAlgorithm
    ) throws(RSASignerError) -> RSASignatureScheme {
        switch algorithm {
        case .sha256WithRSAEncryption: .pkcs1(.sha256)
        case .sha384WithRSAEncryption: .pkcs1(.sha384)
        case .sha512WithRSAEncryption: .pkcs1(.sha512)
        default: throw .unsupportedSignatureAlgorithm("\(algorithm)")
        }
    }

    /// The label of `serializeAsPEM()`'s block.
    public static var defaultPEMDiscriminator: String { "PRIVATE KEY" }

    /// The private key, as PKCS #8, which cannot be wiped. Throws
    /// ``RSASignerError/notExportable`` unless it ``isExportable``.
    public func serialize(into coder: inout DER.Serializer) throws {
        guard isExportable else { throw RSASignerError.notExportable }
        let bytes = try key.derRepresentation(.pkcs8).withBytes { span in
            span.indices.map { span[$0] }
        }
        coder.serializeRawBytes(bytes)
    }
}

extension RSASigner: Hashable {
    public static func == (one: Self, other: Self) -> Bool { one.publicKey == other.publicKey }

    public func hash(into hasher: inout Hasher) { hasher.combine(publicKey) }
}
