// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

/// Derivations of many handshakes in one call. Each array holds one entry a handshake, one after
/// the other; the kernels with lanes work on several at once.
extension TLS12.PRF {
    /// Entry i of `masterSecrets` := the master secret (RFC 5246, section 8.1) of entry i of
    /// `premasterSecrets`, which all have one length, and of `randoms`, where each entry is
    /// clientRandom + serverRandom.
    public func masterSecrets(
        count: Int,
        premasterSecrets: Span<UInt8>,
        randoms: Span<UInt8>,
        into masterSecrets: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.check(premasterSecrets: premasterSecrets, count: count)
        guard Self.holds(randoms.count, count, 2 * Self.randomByteCount) else {
            throw .randomLength
        }
        guard Self.hasRoom(masterSecrets.count, count, Self.masterSecretByteCount) else {
            throw .outputLength
        }
        derivation.pHashBatch(
            count: count,
            secrets: premasterSecrets,
            label: TLS12.PRFLabel.masterSecret,
            seeds: randoms,
            into: &masterSecrets,
            outByteCount: Self.masterSecretByteCount
        )
    }

    /// Entry i of `masterSecrets` := the extended master secret (RFC 7627, section 4) of entry i of
    /// `premasterSecrets`, which all have one length, and of `sessionHashes`.
    public func extendedMasterSecrets(
        count: Int,
        premasterSecrets: Span<UInt8>,
        sessionHashes: Span<UInt8>,
        into masterSecrets: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.check(premasterSecrets: premasterSecrets, count: count)
        guard Self.holds(sessionHashes.count, count, hashByteCount) else {
            throw .hashLength
        }
        guard Self.hasRoom(masterSecrets.count, count, Self.masterSecretByteCount) else {
            throw .outputLength
        }
        derivation.pHashBatch(
            count: count,
            secrets: premasterSecrets,
            label: TLS12.PRFLabel.extendedMasterSecret,
            seeds: sessionHashes,
            into: &masterSecrets,
            outByteCount: Self.masterSecretByteCount
        )
    }

    /// Entry i of `keyBlocks` := the key block (RFC 5246, section 6.3) of entry i of
    /// `masterSecrets` and of `randoms`, where each entry is serverRandom + clientRandom, in this
    /// order.
    public func keyBlocks(
        count: Int,
        shape: TLS12.KeyBlockShape,
        masterSecrets: Span<UInt8>,
        randoms: Span<UInt8>,
        into keyBlocks: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.check(masterSecrets: masterSecrets, count: count)
        guard Self.holds(randoms.count, count, 2 * Self.randomByteCount) else {
            throw .randomLength
        }
        guard Self.hasRoom(keyBlocks.count, count, shape.byteCount) else {
            throw .outputLength
        }
        derivation.pHashBatch(
            count: count,
            secrets: masterSecrets,
            label: TLS12.PRFLabel.keyExpansion,
            seeds: randoms,
            into: &keyBlocks,
            outByteCount: shape.byteCount
        )
    }

    /// Entry i of `verifyData` := verify_data (RFC 5246, section 7.4.9) of entry i of
    /// `masterSecrets` and of `handshakeHashes`.
    public func verifyData(
        count: Int,
        sender: Sender,
        masterSecrets: Span<UInt8>,
        handshakeHashes: Span<UInt8>,
        into verifyData: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try Self.check(masterSecrets: masterSecrets, count: count)
        guard Self.holds(handshakeHashes.count, count, hashByteCount) else {
            throw .hashLength
        }
        guard Self.hasRoom(verifyData.count, count, Self.verifyDataByteCount) else {
            throw .outputLength
        }
        let label =
            sender == .client ? TLS12.PRFLabel.clientFinished : TLS12.PRFLabel.serverFinished
        derivation.pHashBatch(
            count: count,
            secrets: masterSecrets,
            label: label,
            seeds: handshakeHashes,
            into: &verifyData,
            outByteCount: Self.verifyDataByteCount
        )
    }

    private static func check(
        premasterSecrets: Span<UInt8>,
        count: Int
    ) throws(KeyDerivationError) {
        guard count > 0 ? premasterSecrets.count.isMultiple(of: count) : premasterSecrets.isEmpty,
            count >= 0
        else { throw .batchLength }
    }

    private static func check(
        masterSecrets: Span<UInt8>,
        count: Int
    ) throws(KeyDerivationError) {
        guard holds(masterSecrets.count, count, masterSecretByteCount) else {
            throw .secretLength
        }
    }

    /// Whether `byteCount` bytes are `count` entries of `entryByteCount` bytes, whatever the count.
    private static func holds(_ byteCount: Int, _ count: Int, _ entryByteCount: Int) -> Bool {
        Self.byteCount(count, entryByteCount) == byteCount
    }

    /// Whether `byteCount` bytes have room for `count` entries of `entryByteCount` bytes.
    private static func hasRoom(_ byteCount: Int, _ count: Int, _ entryByteCount: Int) -> Bool {
        Self.byteCount(count, entryByteCount).map { $0 <= byteCount } ?? false
    }

    /// The length of `count` entries of `entryByteCount` bytes, or nil where there is none.
    static func byteCount(_ count: Int, _ entryByteCount: Int) -> Int? {
        let (product, overflow) = count.multipliedReportingOverflow(by: entryByteCount)
        return count >= 0 && !overflow ? product : nil
    }
}
