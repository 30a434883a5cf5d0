// SPDX-License-Identifier: Apache-2.0

internal import X509

/// What certificates may be used for (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
enum CertificateUsage {
    /// Why the chain is not for the peer's use, or `nil` if it is. A certificate without an
    /// extension is not restricted by it. An authority may not issue certificates for a use that it
    /// does not have itself: the whole chain has to allow the use, including the trusted root, as
    /// with OpenSSL and Go.
    static func refusal(
        of chain: UnverifiedCertificateChain,
        for peer: CertificateVerification.Peer
    ) -> String? {
        let (needed, name): (ExtendedKeyUsage.Usage, String) =
            switch peer {
            case .server: (.serverAuth, "servers")
            case .client: (.clientAuth, "clients")
            }
        for certificate in chain {
            do {
                if let usages = try certificate.extensions.extendedKeyUsage,
                    !usages.contains(needed), !usages.contains(.any)
                {
                    return certificate == chain.leaf
                        ? "\(certificate.subjectText) is not for \(name)"
                        : "\(certificate.subjectText) may not issue certificates for \(name)"
                }
            } catch {
                return "\(certificate.subjectText) has an extendedKeyUsage that cannot be read"
            }
        }
        return nil
    }

    /// A use of a certificate's key.
    enum KeyUse: Sendable, CaseIterable, CustomStringConvertible {
        case signatures, keyEncipherment, certificateSignatures

        var description: String {
            switch self {
            case .signatures: "signatures"
            case .keyEncipherment: "the encipherment of keys"
            case .certificateSignatures: "signing certificates"
            }
        }
    }

    /// Whether the certificate's key may be used in this way. A keyUsage that cannot be read allows
    /// nothing.
    static func allows(_ use: KeyUse, _ certificate: Certificate) -> Bool {
        do {
            guard let usage = try certificate.extensions.keyUsage else { return true }
            switch use {
            case .signatures: return usage.digitalSignature
            case .keyEncipherment: return usage.keyEncipherment
            case .certificateSignatures: return usage.keyCertSign
            }
        } catch {
            return false
        }
    }
}

/// What makes a certificate an authority's (RFC 5280, sections 4.2.1.3, 4.2.1.9 and 6.1.4).
///
/// The policy of swift-certificates accepts a version 1 certificate, which cannot say what it is
/// for, as an authority's anywhere in the chain; it does not ask for keyCertSign, and it writes out
/// whole certificates in its reasons (docs/dependencies.md).
enum IssuerRules {
    /// Why a certificate of the chain may not issue the one below it, or `nil`.
    static func refusal(of chain: UnverifiedCertificateChain) -> String? {
        if chain.count == 1 {
            return isAuthority(chain.leaf, isTrusted: true)
                ? nil : "\(chain.leaf.subjectText) is trusted, but not marked as an authority's"
        }
        var authorityCount = 0
        for (index, issuer) in chain.enumerated().dropFirst() {
            guard isAuthority(issuer, isTrusted: index == chain.count - 1) else {
                return "\(issuer.subjectText) is not marked as an authority's, but issued "
                    + chain[index - 1].subjectText
            }
            if let limit = pathLengthLimit(of: issuer), authorityCount > limit {
                return "\(issuer.subjectText) allows \(limit) authorities below it, and there are "
                    + "\(authorityCount)"
            }
            guard CertificateUsage.allows(.certificateSignatures, issuer) else {
                return "the key of \(issuer.subjectText) is not for signing certificates"
            }
            // A self-issued one, such as for a new key, does not count.
            if issuer.issuer != issuer.subject { authorityCount += 1 }
        }
        return nil
    }

    /// Whether the certificate is an authority's. For one of version 1, that has to be known from
    /// elsewhere: it has to be trusted itself.
    private static func isAuthority(_ certificate: Certificate, isTrusted: Bool) -> Bool {
        if certificate.version == .v1 { return isTrusted }
        guard case .isCertificateAuthority? = try? certificate.extensions.basicConstraints else {
            return false
        }
        return true
    }

    private static func pathLengthLimit(of issuer: Certificate) -> Int? {
        guard case .isCertificateAuthority(let limit)? = try? issuer.extensions.basicConstraints
        else { return nil }
        return limit
    }
}
