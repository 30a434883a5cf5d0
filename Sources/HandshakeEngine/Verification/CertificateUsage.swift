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

    /// Whether the key may sign handshake messages.
    static func allowsSignatures(_ leaf: Certificate) -> Bool {
        guard let usage = keyUsage(leaf) else { return true }
        return usage.digitalSignature
    }

    /// Whether the key may encrypt premaster secrets.
    static func allowsKeyEncipherment(_ leaf: Certificate) -> Bool {
        guard let usage = keyUsage(leaf) else { return true }
        return usage.keyEncipherment
    }

    /// The keyUsage extension. One that cannot be read allows nothing.
    private static func keyUsage(_ leaf: Certificate) -> KeyUsage? {
        do {
            return try leaf.extensions.keyUsage
        } catch {
            return KeyUsage()
        }
    }
}
