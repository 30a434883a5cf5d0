/// HKDF (RFC 5869), the key derivation function based on HMAC, with one hash.
///
/// Deriving allocates nothing. Outputs are the caller's memory, to be wiped by the caller, and must
/// not overlap the inputs.
public struct HKDFFunction: Sendable {
    package let derivation: KeyDerivation

    /// HKDF with `hash` on the given kernels, which it remembers.
    public init(_ hash: HashAlgorithm, kernels: HashKernels = .best) {
        derivation = KeyDerivation(hash, kernels: kernels)
    }

    public static let sha256 = HKDFFunction(.sha256)
    public static let sha384 = HKDFFunction(.sha384)

    /// The length of the hash's digest in bytes: that of a pseudorandom key.
    public var hashByteCount: Int { derivation.hash.digestByteCount }

    /// `pseudorandomKey` := HKDF-Extract(salt, inputKeyMaterial) (RFC 5869, section 2.2), one digest
    /// long. An empty salt stands for one that was not provided.
    public func extract(
        salt: Span<UInt8>,
        inputKeyMaterial: Span<UInt8>,
        into pseudorandomKey: inout MutableSpan<UInt8>
    ) throws(HKDFError) {
        guard pseudorandomKey.count == hashByteCount else { throw .outputLength }
        derivation.extract(
            salt: salt,
            inputKeyMaterial: inputKeyMaterial,
            into: &pseudorandomKey
        )
    }

    /// Fills `output` with HKDF-Expand(pseudorandomKey, info, output.count) (RFC 5869, section 2.3),
    /// at most 255 digests.
    public func expand(
        pseudorandomKey: Span<UInt8>,
        info: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(HKDFError) {
        guard output.count <= 255 * hashByteCount else { throw .outputLength }
        derivation.expand(key: pseudorandomKey, info: info, into: &output)
    }
}

/// Why a derivation was refused.
public enum HKDFError: Error, Hashable, Sendable {
    /// The output is not one digest long (Extract), or is longer than 255 digests (Expand).
    case outputLength
    /// The label, "tls13 " before it, is longer than 255 bytes, or empty.
    case labelLength
    /// The context is longer than 255 bytes.
    case contextLength
}
