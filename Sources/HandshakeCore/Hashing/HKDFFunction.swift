// SPDX-License-Identifier: Apache-2.0

/// HKDF (RFC 5869), the key derivation function based on HMAC, with one hash.
///
/// Each derivation has two forms. One writes into the caller's memory, without an allocation, which the
/// caller wipes; it must not overlap the inputs. The other takes and returns secrets as
/// ``SecretBytes``.
public struct HKDFFunction: Sendable {
    private let derivation: KeyDerivation

    /// HKDF with `hash` on the given kernels, which it remembers.
    public init(_ hash: HashAlgorithm, kernels: HashKernels = .best) {
        derivation = KeyDerivation(hash, kernels: kernels)
    }

    /// HKDF with HMAC-SHA-256.
    public static let sha256 = HKDFFunction(.sha256)
    /// HKDF with HMAC-SHA-384.
    public static let sha384 = HKDFFunction(.sha384)

    /// The length of the hash's digest in bytes: that of a pseudorandom key.
    public var hashByteCount: Int { derivation.hash.digestByteCount }

    /// `pseudorandomKey` := HKDF-Extract(salt, inputKeyMaterial) (RFC 5869, section 2.2): its first
    /// ``hashByteCount`` bytes. An empty salt stands for one that was not provided.
    public func extract(
        salt: Span<UInt8> = Span(),
        inputKeyMaterial: Span<UInt8>,
        into pseudorandomKey: inout MutableSpan<UInt8>
    ) throws(HKDFError) {
        guard pseudorandomKey.count >= hashByteCount else { throw .outputLength }
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
        info: Span<UInt8> = Span(),
        into output: inout MutableSpan<UInt8>
    ) throws(HKDFError) {
        guard output.count <= 255 * hashByteCount else { throw .outputLength }
        derivation.expand(
            key: pseudorandomKey,
            info: info,
            into: &output,
            byteCount: output.count
        )
    }
}

extension HKDFFunction {
    /// HKDF-Extract(salt, inputKeyMaterial). An empty salt stands for one that was not provided.
    public func extract(
        salt: [UInt8] = [],
        inputKeyMaterial: borrowing SecretBytes
    ) -> SecretBytes {
        inputKeyMaterial.withBytes { inputKeyMaterial in
            SecretBytes(byteCount: hashByteCount) { output in
                derivation.extract(
                    salt: salt.span,
                    inputKeyMaterial: inputKeyMaterial,
                    into: &output
                )
            }
        }
    }

    /// HKDF-Expand(pseudorandomKey, info, byteCount), at most 255 digests.
    public func expand(
        pseudorandomKey: borrowing SecretBytes,
        info: [UInt8] = [],
        byteCount: Int
    ) throws(HKDFError) -> SecretBytes {
        guard 0...255 * hashByteCount ~= byteCount else { throw .outputLength }
        return pseudorandomKey.withBytes { pseudorandomKey in
            SecretBytes(byteCount: byteCount) { output in
                derivation.expand(
                    key: pseudorandomKey,
                    info: info.span,
                    into: &output,
                    byteCount: byteCount
                )
            }
        }
    }
}

/// Why a derivation was refused. Nothing was written.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum HKDFError: Error, Hashable, Sendable {
    /// The output is shorter than one digest (Extract), longer than 255 digests (Expand), or of a
    /// negative length.
    case outputLength
}

extension HKDFError: CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .outputLength:
            "HKDF-Extract needs room for a digest, and HKDF-Expand makes at most 255 of them"
        }
    }
}
