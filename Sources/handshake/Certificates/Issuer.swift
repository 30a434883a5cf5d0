// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftASN1
import X509

/// A certificate authority at work.
struct Issuer {
    private static let hint = "make an authority with 'handshake ca create'"

    private let certificate: Certificate
    private let key: SigningKey

    /// Throws ``ToolError`` if the two do not go together, or cannot issue certificates now.
    init(
        certificatePath: String,
        keyPath: String,
        _ passphrase: PassphraseOptions
    ) throws {
        certificate = try InputFile.certificates(certificatePath, hint: Self.hint)[0]
        key = try SigningKey(InputFile.privateKey(keyPath, passphrase, hint: Self.hint))
        guard certificate.publicKey == key.publicKey else {
            throw ToolError("\(keyPath) is not the private key of \(certificatePath)")
        }
        guard case .isCertificateAuthority? = try? certificate.extensions.basicConstraints else {
            throw ToolError("\(certificatePath) is no certificate authority: \(Self.hint)")
        }
        guard certificate.notValidAfter > Date() else {
            throw ToolError(
                "\(certificatePath) expired on \(certificate.notValidAfter.inUniversalTime): "
                    + Self.hint
            )
        }
    }

    /// A certificate for a request. `use` and `names` are those that it asks for if they are `nil`.
    func issue(
        _ checked: CheckedRequest,
        use: CertificateUse?,
        names: [GeneralName]?,
        validity: Validity
    ) throws -> Certificate {
        let request = checked.request
        guard let use = try use ?? checked.use() else {
            throw ToolError("\(checked.path) asks for no use: say --use server or --use client")
        }
        let names = try names ?? checked.names()
        guard use == .client || !names.isEmpty else {
            throw ToolError("\(checked.path) names no host: give the server's with --name")
        }
        guard !request.subject.isEmpty || !names.isEmpty else {
            throw ToolError("\(checked.path) names nobody: say who with --name")
        }
        return try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: request.publicKey,
            notValidBefore: max(validity.start, certificate.notValidBefore),
            // No path is valid longer than its shortest-lived certificate.
            notValidAfter: min(validity.end, certificate.notValidAfter),
            issuer: certificate.subject,
            subject: request.subject,
            signatureAlgorithm: key.defaultSignatureAlgorithm,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(use.keyUsage)
                try use.extendedKeyUsage()
                if !names.isEmpty {
                    // RFC 5280 section 4.2.1.6: critical where it stands for the subject.
                    try Certificate.Extension(
                        SubjectAlternativeNames(names),
                        critical: request.subject.isEmpty
                    )
                }
                SubjectKeyIdentifier(hash: request.publicKey)
                AuthorityKeyIdentifier(keyIdentifier: try issuerKeyIdentifier())
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
    }

    private func issuerKeyIdentifier() throws -> ArraySlice<UInt8> {
        let identifier = try? certificate.extensions.subjectKeyIdentifier
        return (identifier ?? SubjectKeyIdentifier(hash: certificate.publicKey)).keyIdentifier
    }
}
