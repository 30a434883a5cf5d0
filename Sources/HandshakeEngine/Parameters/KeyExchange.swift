// SPDX-License-Identifier: Apache-2.0

private import Crypto
private import Foundation
internal import HandshakeCore

/// One side's key pair of an ECDHE key exchange (RFC 8422), used once.
struct EphemeralKey: Sendable {
    private enum PrivateKey {
        case x25519(Curve25519.KeyAgreement.PrivateKey)
        case secp256r1(P256.KeyAgreement.PrivateKey)
    }

    let group: TLSNamedGroup
    /// The public key as it is sent.
    let publicKey: [UInt8]
    private let privateKey: PrivateKey

    /// The groups that are implemented, best first.
    static let groups: [TLSNamedGroup] = [.x25519, .secp256r1]

    /// Of both groups.
    private static let privateKeyByteCount = 32
    private static let sharedSecretByteCount = 32

    /// A random key, or `nil` if the group is not implemented.
    init?(_ group: TLSNamedGroup, random: RandomSource) {
        self.group = group
        switch group {
        case .x25519:
            guard
                let key = Self.key(
                    random,
                    { try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: $0) }
                )
            else {
                return nil
            }
            privateKey = .x25519(key)
            publicKey = [UInt8](key.publicKey.rawRepresentation)
        case .secp256r1:
            guard
                let key = Self.key(
                    random,
                    { try P256.KeyAgreement.PrivateKey(rawRepresentation: $0) }
                )
            else { return nil }
            privateKey = .secp256r1(key)
            publicKey = [UInt8](key.publicKey.x963Representation)
        default:
            return nil
        }
    }

    /// The premaster secret: x25519's result (RFC 8422, section 5.11), or the point's x coordinate.
    /// Throws illegal_parameter for a key that is not one of the group, or that has a low order.
    func sharedSecret(with peerKey: [UInt8]) throws(TLSConnectionError) -> SecretBytes {
        let secret: SharedSecret
        do {
            switch privateKey {
            case .x25519(let key):
                secret = try key.sharedSecretFromKeyAgreement(
                    with: Curve25519.KeyAgreement.PublicKey(rawRepresentation: peerKey)
                )
            case .secp256r1(let key):
                secret = try key.sharedSecretFromKeyAgreement(
                    with: P256.KeyAgreement.PublicKey(x963Representation: peerKey)
                )
            }
        } catch {
            throw .illegalParameter("the peer's key is not one of \(group.name)")
        }
        var copy = SecretBytes(byteCount: Self.sharedSecretByteCount)
        copy.withMutableBytes { copy in
            unsafe secret.withUnsafeBytes { bytes in
                for index in copy.indices { copy[index] = unsafe bytes[index] }
            }
        }
        // Any 32 bytes are a key of x25519; RFC 8422, section 5.11 demands this check of both
        // sides, which Crypto leaves out.
        let zeros = [UInt8](repeating: 0, count: Self.sharedSecretByteCount)
        let isZero = copy.withBytes { constantTimeEqual($0, zeros.span) }
        guard !declassify(isZero, because: "only a peer's key of low order leads to zeros") else {
            throw .illegalParameter("the peer's key of \(group.name) has a low order")
        }
        return copy
    }

    /// A key from random bytes. Those that are not a scalar of the group, one in 2^32 of
    /// secp256r1's, are drawn again.
    private static func key<Key>(
        _ random: RandomSource,
        _ make: ([UInt8]) throws -> Key
    ) -> Key? {
        for _ in 0..<8 {
            var bytes = random.bytes(privateKeyByteCount)
            defer {
                var span = bytes.mutableSpan
                span.wipe()
            }
            if let key = try? make(bytes) { return key }
        }
        return nil
    }
}

/// What a handshake asks of a peer's key.
extension RSAPublicKey {
    /// Checks a handshake signature over content with this digest. Throws decrypt_error if it is
    /// wrong.
    func verify(
        _ signature: [UInt8],
        _ digest: [UInt8],
        _ scheme: RSASignatureScheme,
        in message: String
    ) throws(TLSConnectionError) {
        do throws(RSAError) {
            try verify(signature, digest: digest, scheme: scheme)
        } catch {
            throw .peerMisbehaved(.decryptError, reason: "the signature in \(message) is wrong")
        }
    }

    /// The premaster secret as it is sent (RFC 5246, section 7.4.7.1).
    func encryptPremasterSecret(
        _ premasterSecret: borrowing SecretBytes
    ) throws(RSAError) -> [UInt8] {
        var ciphertext = [UInt8](repeating: 0, count: modulusByteCount)
        var output = ciphertext.mutableSpan
        try premasterSecret.withBytes { premasterSecret throws(RSAError) in
            try encrypt(premasterSecret, scheme: .pkcs1, into: &output)
        }
        return ciphertext
    }
}
