private import HandshakeRSA
package import HandshakeSecrets
private import HandshakeSymmetric

/// One key of session tickets, and the name that its tickets begin with.
package final class TicketKey: Sendable {
    package static let nameByteCount = 16

    package let name: [UInt8]
    package let key: SecretBytes

    /// A random key.
    package convenience init() {
        var secret = SecretBytes(byteCount: TicketKeys.sharedKeyByteCount)
        secret.withMutableBytes { SystemRandom.fill(&$0) }
        self.init(derivedFrom: secret)
    }

    /// The key that every server derives from the same secret.
    package convenience init(secret: Span<UInt8>) {
        self.init(derivedFrom: SecretBytes(copying: secret))
    }

    private init(derivedFrom secret: borrowing SecretBytes) {
        let secretKey = secret.withBytes { HMACKey(.sha256, key: $0) }
        name = Self.derive(secretKey, "session ticket key name").withBytes {
            bytes in (0..<Self.nameByteCount).map { bytes[$0] }
        }
        key = Self.derive(secretKey, "session ticket key")
    }

    private static func derive(_ key: borrowing HMACKey, _ label: String) -> SecretBytes {
        let label = [UInt8](label.utf8)
        var derived = SecretBytes(byteCount: HashAlgorithm.sha256.digestByteCount)
        derived.withMutableBytes { key.authenticate(label.span, into: &$0) }
        return derived
    }
}
