// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

/// One key of session tickets: AES-256-GCM, and the name that its tickets begin with.
package final class TicketKey: Sendable {
    static let nameByteCount = 16

    let name: [UInt8]
    private let key: AESGCMKey

    /// A random key.
    convenience init() {
        var secret = SecretBytes(byteCount: TLSTicketKeys.sharedKeyByteCount)
        secret.withMutableBytes { SystemRandom.fill(&$0) }
        self.init(derivedFrom: secret)
    }

    /// The key that each server derives from the same secret.
    convenience init(secret: Span<UInt8>) {
        self.init(derivedFrom: SecretBytes(copying: secret))
    }

    private init(derivedFrom secret: borrowing SecretBytes) {
        let secretKey = secret.withBytes { HMACKey(.sha256, key: $0) }
        name = Self.derive(secretKey, "session ticket key name").withBytes {
            [UInt8]($0.extracting(first: Self.nameByteCount))
        }
        do throws(AESGCMError) {
            key = try Self.derive(secretKey, "session ticket key").withBytes {
                bytes throws(AESGCMError) in try AESGCMKey(bytes)
            }
        } catch {
            preconditionFailure("a digest of 32 bytes is an AES-256 key: \(error)")
        }
    }

    /// A ticket: name, nonce, and the sealed `content` with the master secret after it.
    func seal(
        _ content: [UInt8],
        masterSecret: borrowing SecretBytes,
        random: RandomSource
    ) -> [UInt8]? {
        let name = name
        let nonce = random.bytes(AESGCMNonce.byteCount)
        var sealed: [UInt8] = []
        sealed.reserveCapacity(
            content.count + masterSecret.byteCount + AESGCMKey.tagByteCount
        )
        sealed += content
        masterSecret.withBytes { sealed.append($0) }
        sealed += [UInt8](repeating: 0, count: AESGCMKey.tagByteCount)
        var text = sealed.mutableSpan
        do throws(AESGCMError) {
            try key.sealInPlace(
                &text,
                nonce: AESGCMNonce(nonce),
                additionalData: name.span
            )
        } catch {
            text.wipe()
            return nil
        }
        return name + nonce + sealed
    }

    /// What ``seal(_:masterSecret:random:)`` sealed, the master secret at its end; `nil` if the
    /// ticket is not one of this key's.
    func open(_ ticket: [UInt8]) -> SecretBytes? {
        let bytes = ticket.span
        let textStart = Self.nameByteCount + AESGCMNonce.byteCount
        let textByteCount = bytes.count - textStart - AESGCMKey.tagByteCount
        guard textByteCount >= 0 else { return nil }
        do throws(AESGCMError) {
            return try SecretBytes(byteCount: textByteCount) { text throws(AESGCMError) in
                try key.open(
                    bytes.extracting(droppingFirst: textStart),
                    nonce: AESGCMNonce(bytes.extracting(Self.nameByteCount..<textStart)),
                    additionalData: bytes.extracting(first: Self.nameByteCount),
                    into: &text
                )
            }
        } catch {
            return nil
        }
    }

    private static func derive(_ key: borrowing HMACKey, _ label: String) -> SecretBytes {
        let label = [UInt8](label.utf8)
        var derived = SecretBytes(byteCount: HashAlgorithm.sha256.digestByteCount)
        derived.withMutableBytes { key.writeTag(of: label.span, into: &$0) }
        return derived
    }
}
