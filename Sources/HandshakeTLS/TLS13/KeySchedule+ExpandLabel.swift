// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension TLS13.KeySchedule {
    /// Fills `output` with HKDF-Expand-Label(secret, label, context, output.count), at most 255
    /// digests. The secret has any length; the label has 1 to 249 bytes and goes without "tls13 "; the
    /// context, often a transcript hash, has at most 255.
    public func expandLabel(
        secret: Span<UInt8>,
        label: Span<UInt8>,
        context: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        guard output.count <= 255 * hashByteCount else { throw .outputLength }
        try check(label: label)
        guard context.count <= UInt8.max else { throw .contextLength }
        expand(secret, label, context, output.count, into: &output)
    }

    // MARK: For what has been checked

    private static let labelPrefix = [UInt8]("tls13 ".utf8)

    /// The first `byteCount` bytes of `output` := HKDF-Expand-Label(secret, label, context,
    /// byteCount).
    func expand(
        _ secret: Span<UInt8>,
        _ label: Span<UInt8>,
        _ context: Span<UInt8>,
        _ byteCount: Int,
        into output: inout MutableSpan<UInt8>
    ) {
        // struct { uint16 length; opaque label<7..255>; opaque context<0..255>; } HkdfLabel
        let lengths: [3 of UInt8] = [
            UInt8(byteCount >> 8), UInt8(truncatingIfNeeded: byteCount),
            UInt8(Self.labelPrefix.count + label.count),
        ]
        let contextLength: [1 of UInt8] = [UInt8(context.count)]
        derivation.expand(
            key: secret,
            info: lengths.span,
            Self.labelPrefix.span,
            label,
            contextLength.span,
            context,
            into: &output,
            byteCount: byteCount
        )
    }

    func expand(
        _ secret: Span<UInt8>,
        _ label: StaticString,
        _ context: Span<UInt8>,
        _ byteCount: Int,
        into output: inout MutableSpan<UInt8>
    ) {
        label.withUTF8Buffer { label in
            unsafe expand(
                secret,
                Span(_unsafeElements: label),
                context,
                byteCount,
                into: &output
            )
        }
    }

    /// The first bytes of `output` := HKDF-Extract(salt, inputKeyMaterial). No material stands for a
    /// digest of zeros.
    func extract(
        salt: Span<UInt8>,
        _ inputKeyMaterial: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        if inputKeyMaterial.isEmpty {
            let zeros = [48 of UInt8](repeating: 0)
            derivation.extract(
                salt: salt,
                inputKeyMaterial: zeros.span.extracting(first: hashByteCount),
                into: &output
            )
        } else {
            derivation.extract(salt: salt, inputKeyMaterial: inputKeyMaterial, into: &output)
        }
    }

    /// `output` := HKDF-Extract(Derive-Secret(secret, "derived", ""), inputKeyMaterial).
    func extract(
        after secret: Span<UInt8>,
        _ inputKeyMaterial: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(KeyDerivationError) {
        try check(secret: secret)
        guard output.count >= hashByteCount else { throw .outputLength }
        withTemporarySecret(byteCount: hashByteCount) { derived in
            let emptyHash = emptyHash.span.extracting(first: hashByteCount)
            expand(secret, "derived", emptyHash, hashByteCount, into: &derived)
            extract(salt: derived.span, inputKeyMaterial, into: &output)
        }
    }

    // MARK: Checks

    func check(secret: Span<UInt8>) throws(KeyDerivationError) {
        guard secret.count == hashByteCount else { throw .secretLength }
    }

    func check(transcriptHash: Span<UInt8>) throws(KeyDerivationError) {
        guard transcriptHash.count == hashByteCount else { throw .hashLength }
    }

    func check(label: Span<UInt8>) throws(KeyDerivationError) {
        guard !label.isEmpty, Self.labelPrefix.count + label.count <= UInt8.max else {
            throw .labelLength
        }
    }
}
