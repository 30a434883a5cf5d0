// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

extension TLS12.PRF {
    /// `keyBlock` := PRF(masterSecret, "key expansion", serverRandom + clientRandom) (RFC 5246,
    /// section 6.3), `shape.byteCount` bytes, to be cut by `shape`'s ranges.
    public func keyBlock(
        shape: TLS12.KeyBlockShape,
        masterSecret: Span<UInt8>,
        clientRandom: Span<UInt8>,
        serverRandom: Span<UInt8>,
        into keyBlock: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.check(masterSecret: masterSecret)
        try Self.check(clientRandom: clientRandom, serverRandom: serverRandom)
        guard keyBlock.count >= shape.byteCount else { throw .outputLength }
        derivation.pHash(
            secret: masterSecret,
            label: TLS12.PRFLabel.keyExpansion,
            serverRandom,
            clientRandom,
            into: &keyBlock,
            byteCount: shape.byteCount
        )
    }
}
