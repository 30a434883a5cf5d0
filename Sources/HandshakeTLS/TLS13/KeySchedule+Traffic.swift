// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

extension TLS13.KeySchedule {
    /// Fills `key` with HKDF-Expand-Label(trafficSecret, "key", "", key.count) (RFC 8446, section
    /// 7.3): 16 bytes for AES-128, 32 for AES-256.
    public func writeKey(
        trafficSecret: Span<UInt8>,
        into key: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: trafficSecret)
        guard key.count == 16 || key.count == 32 else { throw .outputLength }
        expand(trafficSecret, "key", Span(), key.count, into: &key)
    }

    /// `initializationVector` := HKDF-Expand-Label(trafficSecret, "iv", "", 12) (RFC 8446, section
    /// 7.3).
    public func writeInitializationVector(
        trafficSecret: Span<UInt8>,
        into initializationVector: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        let byteCount = Self.initializationVectorByteCount
        try check(secret: trafficSecret)
        guard initializationVector.count >= byteCount else {
            throw .outputLength
        }
        expand(trafficSecret, "iv", Span(), byteCount, into: &initializationVector)
    }

    /// `finishedKey` := HKDF-Expand-Label(baseKey, "finished", "", Hash.length) (RFC 8446, section
    /// 4.4.4). ``verifyData(baseKey:transcriptHash:into:)`` does it by itself.
    public func finishedKey(
        baseKey: Span<UInt8>,
        into finishedKey: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: baseKey)
        guard finishedKey.count >= hashByteCount else { throw .outputLength }
        expand(baseKey, "finished", Span(), hashByteCount, into: &finishedKey)
    }

    /// `verifyData` := HMAC(finished key of baseKey, transcriptHash) (RFC 8446, section 4.4.4): of a
    /// Finished message with the sender's handshake or application traffic secret as the base key, of
    /// a binder with the binder key.
    public func verifyData(
        baseKey: Span<UInt8>,
        transcriptHash: Span<UInt8>,
        into verifyData: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: baseKey)
        try check(transcriptHash: transcriptHash)
        guard verifyData.count >= hashByteCount else { throw .outputLength }
        withTemporarySecret(byteCount: hashByteCount) { finishedKey in
            expand(baseKey, "finished", Span(), hashByteCount, into: &finishedKey)
            // HKDF-Extract is HMAC with the salt as its key.
            extract(salt: finishedKey.span, transcriptHash, into: &verifyData)
        }
    }

    /// Whether `verifyData` is that of the base key and the transcript; takes the same time wherever
    /// it differs.
    public func isValidVerifyData(
        _ verifyData: Span<UInt8>,
        baseKey: Span<UInt8>,
        transcriptHash: Span<UInt8>
    ) throws(KeyDerivationError) -> Bool {
        try check(secret: baseKey)
        try check(transcriptHash: transcriptHash)
        var expected = [48 of UInt8](repeating: 0)
        var bytes = expected.mutableSpan
        try self.verifyData(baseKey: baseKey, transcriptHash: transcriptHash, into: &bytes)
        let isValid = constantTimeEqual(verifyData, bytes.span.extracting(first: hashByteCount))
        bytes.wipe()
        return declassify(isValid, because: "whether a Finished message is right is public")
    }

    /// Fills `output` with the keying material of RFC 8446, section 7.5, at most 255 digests:
    /// HKDF-Expand-Label(Derive-Secret(exporterMasterSecret, label, ""), "exporter", Hash(context),
    /// output.count). The label has 1 to 249 bytes; no context is the same as an empty one. For early
    /// data, the secret is the early exporter master secret.
    public func exportKeyingMaterial(
        exporterMasterSecret: Span<UInt8>,
        label: Span<UInt8>,
        context: Span<UInt8> = Span(),
        into output: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: exporterMasterSecret)
        try check(label: label)
        guard output.count <= 255 * hashByteCount else { throw .outputLength }
        var contextHash = [48 of UInt8](repeating: 0)
        var contextHashBytes = contextHash.mutableSpan
        derivation.writeDigest(of: context, into: &contextHashBytes)
        withTemporarySecret(byteCount: hashByteCount) { secret in
            expand(
                exporterMasterSecret,
                label,
                emptyHash.span.extracting(first: hashByteCount),
                hashByteCount,
                into: &secret
            )
            expand(
                secret.span,
                "exporter",
                contextHashBytes.span.extracting(first: hashByteCount),
                output.count,
                into: &output
            )
        }
    }
}
