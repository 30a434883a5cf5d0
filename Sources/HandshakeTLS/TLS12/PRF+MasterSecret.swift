// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

extension TLS12.PRF {
    /// The length of a master secret in bytes.
    public static let masterSecretByteCount = 48
    /// The length of ClientHello.random and ServerHello.random in bytes.
    public static let randomByteCount = 32

    /// `masterSecret` := PRF(premasterSecret, "master secret", clientRandom + serverRandom)
    /// (RFC 5246, section 8.1). The premaster secret has any length, the randoms 32 bytes, the
    /// master secret 48.
    public func masterSecret(
        premasterSecret: Span<UInt8>,
        clientRandom: Span<UInt8>,
        serverRandom: Span<UInt8>,
        into masterSecret: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.check(clientRandom: clientRandom, serverRandom: serverRandom)
        guard masterSecret.count >= Self.masterSecretByteCount else {
            throw .outputLength
        }
        derivation.pHash(
            secret: premasterSecret,
            label: TLS12.PRFLabel.masterSecret,
            clientRandom,
            serverRandom,
            into: &masterSecret,
            byteCount: Self.masterSecretByteCount
        )
    }

    /// `masterSecret` := PRF(premasterSecret, "extended master secret", sessionHash) (RFC 7627,
    /// section 4). The session hash is a digest of the PRF's hash, the master secret 48 bytes.
    public func extendedMasterSecret(
        premasterSecret: Span<UInt8>,
        sessionHash: Span<UInt8>,
        into masterSecret: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        guard sessionHash.count == hashByteCount else { throw .hashLength }
        guard masterSecret.count >= Self.masterSecretByteCount else {
            throw .outputLength
        }
        derivation.pHash(
            secret: premasterSecret,
            label: TLS12.PRFLabel.extendedMasterSecret,
            sessionHash,
            Span(),
            into: &masterSecret,
            byteCount: Self.masterSecretByteCount
        )
    }

    static func check(
        clientRandom: Span<UInt8>,
        serverRandom: Span<UInt8>
    ) throws(KeyDerivationError) {
        guard clientRandom.count == randomByteCount, serverRandom.count == randomByteCount else {
            throw .randomLength
        }
    }

    static func check(masterSecret: Span<UInt8>) throws(KeyDerivationError) {
        guard masterSecret.count == masterSecretByteCount else {
            throw .secretLength
        }
    }
}
