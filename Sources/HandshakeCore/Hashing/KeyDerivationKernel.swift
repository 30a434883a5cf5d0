// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels

/// P_hash of TLS 1.2 (RFC 5246, section 5) and HKDF (RFC 5869) on one kernel: what the TLS modules
/// build their derivations on. Nothing here allocates.
///
/// Outputs must not overlap secrets or seeds. Every length is allowed but for ``expand``'s output.
package struct KeyDerivation: Sendable {
    package let hash: HashAlgorithm
    private let function: HashFunction
    private let kernels: HashKernels

    package init(_ hash: HashAlgorithm, kernels: HashKernels) {
        self.hash = hash
        self.kernels = kernels
        function = HashFunction(hash, kernels: kernels)
    }

    /// The first `byteCount` bytes of `out` := P_hash(secret, label + first + second)
    package func pHash(
        secret: Span<UInt8>,
        label: StaticString,
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        into out: inout MutableSpan<UInt8>,
        byteCount: Int
    ) {
        unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                let parts: [3 of handshake_hash_part] = unsafe [
                    handshake_hash_part(
                        bytes: label.utf8Start,
                        byte_count: label.utf8CodeUnitCount
                    ),
                    Self.part(first), Self.part(second),
                ]
                unsafe pHash(secret: secret, parts.span, into: &out, byteCount: byteCount)
            }
        }
    }

    /// `out` := P_hash(secret, first + second + third + fourth + fifth)
    package func pHash(
        secret: Span<UInt8>,
        seed first: Span<UInt8>,
        _ second: Span<UInt8> = Span(),
        _ third: Span<UInt8> = Span(),
        _ fourth: Span<UInt8> = Span(),
        _ fifth: Span<UInt8> = Span(),
        into out: inout MutableSpan<UInt8>
    ) {
        unsafe withParts(first, second, third, fourth, fifth) { parts in
            unsafe pHash(secret: secret, parts, into: &out, byteCount: out.count)
        }
    }

    @inline(__always)
    private func pHash(
        secret: Span<UInt8>,
        _ parts: Span<handshake_hash_part>,
        into out: inout MutableSpan<UInt8>,
        byteCount: Int
    ) {
        precondition(byteCount <= out.count, "no room for the output")
        unsafe secret.withUnsafeBufferPointer { secret in
            unsafe parts.withUnsafeBufferPointer { parts in
                unsafe out.withUnsafeMutableBufferPointer { out in
                    unsafe handshake_p_hash(
                        function.implementation,
                        secret.baseAddress,
                        secret.count,
                        parts.baseAddress,
                        parts.count,
                        out.baseAddress,
                        byteCount
                    )
                }
            }
        }
    }

    /// Entry i of `outs` := P_hash(entry i of `secrets`, label + entry i of `seeds`), for `count`
    /// entries of `outByteCount` bytes each; each input is a whole number of bytes an entry.
    package func pHashBatch(
        count: Int,
        secrets: Span<UInt8>,
        label: StaticString,
        seeds: Span<UInt8>,
        into outs: inout MutableSpan<UInt8>,
        outByteCount: Int
    ) {
        guard count > 0 else { return }
        precondition(outs.count / count >= outByteCount, "no room for the outputs")
        unsafe secrets.withUnsafeBufferPointer { secrets in
            unsafe seeds.withUnsafeBufferPointer { seeds in
                unsafe outs.withUnsafeMutableBufferPointer { outs in
                    var entries = unsafe handshake_p_hash_batch_entries(
                        secrets: secrets.baseAddress,
                        secret_byte_count: secrets.count / count,
                        label: label.utf8Start,
                        label_byte_count: label.utf8CodeUnitCount,
                        seeds: seeds.baseAddress,
                        seed_byte_count: seeds.count / count,
                        outs: outs.baseAddress,
                        out_byte_count: outByteCount,
                        count: count
                    )
                    unsafe handshake_p_hash_batch(
                        function.implementation,
                        lanes,
                        &entries
                    )
                }
            }
        }
    }

    /// The first bytes of `digest` := the hash of `message`.
    package func writeDigest(of message: Span<UInt8>, into digest: inout MutableSpan<UInt8>) {
        function.digest(message, Span(), into: &digest)
    }

    /// `key` := HKDF-Extract(salt, inputKeyMaterial), the first `hash.digestByteCount` bytes.
    package func extract(
        salt: Span<UInt8>,
        inputKeyMaterial: Span<UInt8>,
        into key: inout MutableSpan<UInt8>
    ) {
        precondition(key.count >= hash.digestByteCount, "no room for the key")
        unsafe salt.withUnsafeBufferPointer { salt in
            unsafe inputKeyMaterial.withUnsafeBufferPointer { material in
                unsafe key.withUnsafeMutableBufferPointer { key in
                    unsafe handshake_hkdf_extract(
                        function.implementation,
                        salt.baseAddress,
                        salt.count,
                        material.baseAddress,
                        material.count,
                        key.baseAddress
                    )
                }
            }
        }
    }

    /// The first `byteCount` bytes of `out` := HKDF-Expand(key, first + second + third + fourth + fifth,
    /// byteCount), at most 255 digests.
    package func expand(
        key: Span<UInt8>,
        info first: Span<UInt8>,
        _ second: Span<UInt8> = Span(),
        _ third: Span<UInt8> = Span(),
        _ fourth: Span<UInt8> = Span(),
        _ fifth: Span<UInt8> = Span(),
        into out: inout MutableSpan<UInt8>,
        byteCount: Int
    ) {
        precondition(byteCount <= out.count, "no room for the output")
        precondition(byteCount <= 255 * hash.digestByteCount, "too long an output")
        unsafe withParts(first, second, third, fourth, fifth) { parts in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe parts.withUnsafeBufferPointer { parts in
                    unsafe out.withUnsafeMutableBufferPointer { out in
                        unsafe handshake_hkdf_expand(
                            function.implementation,
                            key.baseAddress,
                            key.count,
                            parts.baseAddress,
                            parts.count,
                            out.baseAddress,
                            byteCount
                        )
                    }
                }
            }
        }
    }

    private var lanes: UnsafePointer<handshake_hash_lanes_kernel>? {
        switch hash {
        case .sha256: unsafe kernels.sha256Lanes.descriptor
        case .sha384: unsafe kernels.sha512Lanes.descriptor
        case .sha1, .sha224, .sha512: nil
        }
    }

    @inline(__always)
    private func withParts(
        _ a: Span<UInt8>,
        _ b: Span<UInt8>,
        _ c: Span<UInt8>,
        _ d: Span<UInt8>,
        _ e: Span<UInt8>,
        _ body: (Span<handshake_hash_part>) -> Void
    ) {
        unsafe a.withUnsafeBufferPointer { a in
            unsafe b.withUnsafeBufferPointer { b in
                unsafe c.withUnsafeBufferPointer { c in
                    unsafe d.withUnsafeBufferPointer { d in
                        unsafe e.withUnsafeBufferPointer { e in
                            let parts: [5 of handshake_hash_part] = unsafe [
                                Self.part(a), Self.part(b), Self.part(c), Self.part(d),
                                Self.part(e),
                            ]
                            unsafe body(parts.span)
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func part(_ bytes: UnsafeBufferPointer<UInt8>) -> handshake_hash_part {
        unsafe handshake_hash_part(bytes: bytes.baseAddress, byte_count: bytes.count)
    }
}
