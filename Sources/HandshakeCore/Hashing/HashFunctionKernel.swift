// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels

/// A hash function on one kernel: the Swift face of `handshake_hash.h`.
///
/// States live in ``SecretBytes`` that the caller owns: ``stateByteCount`` bytes for a message being
/// hashed, ``hmacKeyByteCount`` for an HMAC key.
@safe struct HashFunction: @unchecked Sendable {
    let algorithm: HashAlgorithm
    /// C's description of the function, which stays where it is.
    let implementation: UnsafePointer<handshake_hash_algorithm>

    init(_ algorithm: HashAlgorithm, kernels: HashKernels) {
        self.algorithm = algorithm
        switch algorithm {
        case .sha1: unsafe implementation = handshake_sha1_portable.algorithms
        case .sha224: unsafe implementation = kernels.sha256.descriptor.pointee.algorithms
        case .sha256: unsafe implementation = kernels.sha256.descriptor.pointee.algorithms + 1
        case .sha384: unsafe implementation = kernels.sha512.descriptor.pointee.algorithms
        case .sha512: unsafe implementation = kernels.sha512.descriptor.pointee.algorithms + 1
        }
    }

    static var stateByteCount: Int { MemoryLayout<handshake_hash>.size }
    static var hmacKeyByteCount: Int { MemoryLayout<handshake_hmac_states>.size }

    // MARK: Hashing

    func digest(
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        into digest: inout MutableSpan<UInt8>
    ) {
        precondition(digest.count >= algorithm.digestByteCount, "no room for the digest")
        unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                unsafe digest.withUnsafeMutableBufferPointer { digest in
                    unsafe handshake_hash_digest(
                        implementation,
                        first.baseAddress,
                        first.count,
                        second.baseAddress,
                        second.count,
                        digest.baseAddress
                    )
                }
            }
        }
    }

    func begin(_ state: inout SecretBytes) {
        unsafe Self.withState(&state) { unsafe handshake_hash_begin($0, implementation) }
    }

    func update(_ state: inout SecretBytes, with bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe Self.withState(&state) {
                unsafe handshake_hash_update(
                    $0,
                    implementation,
                    bytes.baseAddress,
                    bytes.count
                )
            }
        }
    }

    /// Leaves the state wiped.
    func finish(_ state: inout SecretBytes, into digest: inout MutableSpan<UInt8>) {
        precondition(digest.count >= algorithm.digestByteCount, "no room for the digest")
        unsafe digest.withUnsafeMutableBufferPointer { digest in
            unsafe Self.withState(&state) {
                unsafe handshake_hash_finish($0, implementation, digest.baseAddress)
            }
        }
    }

    // MARK: HMAC

    func prepareHMAC(_ hmacKey: inout SecretBytes, key: Span<UInt8>) {
        unsafe key.withUnsafeBufferPointer { key in
            hmacKey.withMutableBytes { bytes in
                unsafe bytes.withUnsafeMutableBytes {
                    unsafe handshake_hmac_prepare(
                        $0.baseAddress!.assumingMemoryBound(to: handshake_hmac_states.self),
                        implementation,
                        key.baseAddress,
                        key.count
                    )
                }
            }
        }
    }

    func tag(
        _ hmacKey: borrowing SecretBytes,
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        into tag: inout MutableSpan<UInt8>
    ) {
        precondition(tag.count >= algorithm.digestByteCount, "no room for the tag")
        unsafe Self.withHMACKey(hmacKey) { hmacKey in
            unsafe first.withUnsafeBufferPointer { first in
                unsafe second.withUnsafeBufferPointer { second in
                    unsafe tag.withUnsafeMutableBufferPointer { tag in
                        unsafe handshake_hmac_tag(
                            implementation,
                            hmacKey,
                            first.baseAddress,
                            first.count,
                            second.baseAddress,
                            second.count,
                            tag.baseAddress
                        )
                    }
                }
            }
        }
    }

    func beginHMAC(_ state: inout SecretBytes, key: borrowing SecretBytes) {
        unsafe Self.withHMACKey(key) { key in
            unsafe Self.withState(&state) {
                unsafe handshake_hmac_begin($0, implementation, key)
            }
        }
    }

    /// Leaves the state wiped.
    func finishHMAC(
        _ state: inout SecretBytes,
        key: borrowing SecretBytes,
        into tag: inout MutableSpan<UInt8>
    ) {
        precondition(tag.count >= algorithm.digestByteCount, "no room for the tag")
        unsafe Self.withHMACKey(key) { key in
            unsafe tag.withUnsafeMutableBufferPointer { tag in
                unsafe Self.withState(&state) {
                    unsafe handshake_hmac_finish($0, implementation, key, tag.baseAddress)
                }
            }
        }
    }

    // MARK: States in memory

    private static func withState(
        _ state: inout SecretBytes,
        _ body: (UnsafeMutablePointer<handshake_hash>) -> Void
    ) {
        state.withMutableBytes { bytes in
            unsafe bytes.withUnsafeMutableBytes {
                unsafe body($0.baseAddress!.assumingMemoryBound(to: handshake_hash.self))
            }
        }
    }

    private static func withHMACKey(
        _ hmacKey: borrowing SecretBytes,
        _ body: (UnsafePointer<handshake_hmac_states>) -> Void
    ) {
        hmacKey.withBytes { bytes in
            unsafe bytes.withUnsafeBytes {
                unsafe body($0.baseAddress!.assumingMemoryBound(to: handshake_hmac_states.self))
            }
        }
    }
}
