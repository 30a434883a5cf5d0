// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftASN1
import X509

/// A certificate authority at work.
struct Issuer {
    private static let hint = "make an authority with 'handshake ca create'"

    /// What stands between a certificate that this authority issues and the authority at the top,
    /// as far as the authority's file has it: what a server has to send besides its own.
    let intermediates: [Certificate]

    private let path: String
    private let certificate: Certificate
    private let key: SigningKey

    /// Throws ``ToolError`` if the two do not go together, or cannot issue certificates now.
    init(
        certificatePath: String,
        keyPath: String,
        _ passphrase: PassphraseOptions
    ) throws {
        path = certificatePath
        let certificates = try InputFile.certificates(certificatePath, hint: Self.hint)
        certificate = certificates[0]
        intermediates = Self.wayUp(certificates)
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

    /// The certificates from the first one up, each the issuer of the one before, without one that
    /// is its own issuer.
    private static func wayUp(_ certificates: [Certificate]) -> [Certificate] {
        var way: [Certificate] = []
        for certificate in certificates {
            guard certificate.issuer != certificate.subject,
                way.last.map({ $0.issuer == certificate.subject }) ?? true
            else { break }
            way.append(certificate)
        }
        return way
    }

    // MARK: Servers and clients

    /// Whether this authority's key signed the certificate.
    func hasIssued(_ other: Certificate) -> Bool {
        other.issuer == certificate.subject
            && certificate.publicKey.isValidSignature(other.signature, for: other)
    }

    func issue(_ contents: CertificateContents, validity: Validity) throws -> Certificate {
        try certificate(
            for: contents.subject,
            contents.publicKey,
            validity,
            Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                try Critical(contents.use.keyUsage(of: contents.publicKey))
                try contents.use.extendedKeyUsage()
                if !contents.names.isEmpty {
                    // RFC 5280 section 4.2.1.6: critical where it stands for the subject.
                    try Certificate.Extension(
                        SubjectAlternativeNames(contents.names),
                        critical: contents.subject.isEmpty
                    )
                }
                SubjectKeyIdentifier(hash: contents.publicKey)
                AuthorityKeyIdentifier(keyIdentifier: issuerKeyIdentifier())
            }
        )
    }

    // MARK: Authorities

    /// Throws ``ToolError`` if this authority may have none of that name or path length below it.
    func checkAuthority(_ subject: DistinguishedName, pathLength: Int) throws {
        guard subject != certificate.subject else {
            throw ToolError(
                "\(path) has the name \(subject.text), too: an authority below it needs one of its own"
            )
        }
        guard
            case .isCertificateAuthority(let limit?)? = try? certificate.extensions.basicConstraints,
            pathLength >= limit
        else { return }
        throw ToolError(
            limit == 0
                ? "\(path) allows no authority below it (path length 0): make it with "
                    + "'handshake ca create --path-length 1', or more"
                : "\(path) has the path length \(limit), so that --path-length is less than that"
        )
    }

    func issueAuthority(
        _ subject: DistinguishedName,
        _ publicKey: Certificate.PublicKey,
        _ pathLength: Int,
        _ validity: Validity
    ) throws -> Certificate {
        try certificate(
            for: subject,
            publicKey,
            validity,
            Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: issuerKeyIdentifier())
            }
        )
    }

    // MARK: What all certificates have

    private func certificate(
        for subject: DistinguishedName,
        _ publicKey: Certificate.PublicKey,
        _ validity: Validity,
        _ extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: max(validity.start, certificate.notValidBefore),
            // No path is valid longer than its shortest-lived certificate.
            notValidAfter: min(validity.end, certificate.notValidAfter),
            issuer: certificate.subject,
            subject: subject,
            signatureAlgorithm: key.defaultSignatureAlgorithm,
            extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
    }

    private func issuerKeyIdentifier() -> ArraySlice<UInt8> {
        let identifier = try? certificate.extensions.subjectKeyIdentifier
        return (identifier ?? SubjectKeyIdentifier(hash: certificate.publicKey)).keyIdentifier
    }
}

extension Certificate {
    /// The certificate as a file's text, with those that a server sends after it.
    func pem(followedBy others: [Certificate]) throws -> String {
        try ([self] + others).map { try $0.serializeAsPEM().pemString + "\n" }.joined()
    }
}
