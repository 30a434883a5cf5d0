public import HandshakeCore

extension HKDFFunction {
    private static let labelPrefix = [UInt8]("tls13 ".utf8)

    /// Fills `output` with HKDF-Expand-Label(secret, label, context, output.count) (RFC 8446,
    /// section 7.1). The label has 1 to 249 bytes and goes without "tls13 "; the context, often a
    /// transcript hash, has at most 255.
    public func expandLabel(
        secret: Span<UInt8>,
        label: Span<UInt8>,
        context: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(HKDFError) {
        let labelByteCount = Self.labelPrefix.count + label.count
        guard output.count <= 255 * hashByteCount else { throw .outputLength }
        guard !label.isEmpty, labelByteCount <= UInt8.max else { throw .labelLength }
        guard context.count <= UInt8.max else { throw .contextLength }
        // struct { uint16 length; opaque label<7..255>; opaque context<0..255>; } HkdfLabel
        let lengths: [3 of UInt8] = [
            UInt8(output.count >> 8), UInt8(truncatingIfNeeded: output.count),
            UInt8(labelByteCount),
        ]
        let contextLength: [1 of UInt8] = [UInt8(context.count)]
        derivation.expand(
            key: secret,
            info: lengths.span,
            Self.labelPrefix.span,
            label,
            contextLength.span,
            context,
            into: &output
        )
    }
}
