internal import X509

/// What certificates may be used for (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
enum CertificateUsage {
    /// Why the chain is not for the peer's use, or `nil` if it is. A certificate without an extension
    /// is not restricted by it. What an authority may not be used for it may not issue, either: the
    /// whole chain is held to the use, the trusted root too, as OpenSSL and Go do.
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

    /// What a certificate's key is used for.
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

    /// Whether the certificate's key may be used so. A keyUsage that cannot be read allows nothing.
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
