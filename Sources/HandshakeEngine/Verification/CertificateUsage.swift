internal import X509

/// What a leaf certificate may be used for (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
enum CertificateUsage {
    /// Why `leaf` is not for the peer's use, or `nil` if it is. A certificate without an extension
    /// is not restricted by it.
    static func refusal(
        of leaf: Certificate,
        for peer: CertificateVerification.Peer
    ) -> String? {
        let (needed, name): (ExtendedKeyUsage.Usage, String) =
            switch peer {
            case .server: (.serverAuth, "servers")
            case .client: (.clientAuth, "clients")
            }
        do {
            if let usages = try leaf.extensions.extendedKeyUsage,
                !usages.contains(needed), !usages.contains(.any)
            {
                return "\(leaf.subject) is not for \(name)"
            }
            return nil
        } catch {
            return "\(leaf.subject) has an extendedKeyUsage that cannot be read"
        }
    }

    /// What a handshake uses a leaf's key for.
    enum KeyUse: Sendable, CustomStringConvertible {
        case signatures, keyEncipherment

        var description: String {
            switch self {
            case .signatures: "signatures"
            case .keyEncipherment: "the encipherment of keys"
            }
        }
    }

    /// Whether the leaf's key may be used so. A keyUsage that cannot be read allows nothing.
    static func allows(_ use: KeyUse, _ leaf: Certificate) -> Bool {
        do {
            guard let usage = try leaf.extensions.keyUsage else { return true }
            switch use {
            case .signatures: return usage.digitalSignature
            case .keyEncipherment: return usage.keyEncipherment
            }
        } catch {
            return false
        }
    }
}
