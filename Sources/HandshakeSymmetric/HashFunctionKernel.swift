internal import CHandshakeKernels
internal import HandshakeSecrets

/// A hash function on one kernel: the Swift face of `handshake_hash.h`.
///
/// States live in ``SecretBytes`` that the caller owns: ``stateByteCount`` bytes for a message being
/// hashed, ``hmacKeyByteCount`` for an HMAC key.
@safe struct HashFunction: @unchecked Sendable {
    let algorithm: HashAlgorithm
    private let implementation: handshake_hash_algorithm

    init(_ algorithm: HashAlgorithm, kernels: HashKernels) {
        self.algorithm = algorithm
        let functions: UnsafePointer<handshake_hash_kernel>
        let initial: UnsafePointer<handshake_hash_state>
        switch algorithm {
        case .sha1:
            unsafe functions = handshake_sha1_portable()
            unsafe initial = handshake_sha1_initial()
        case .sha224:
            unsafe functions = kernels.sha256.functions
            unsafe initial = handshake_sha224_initial()
        case .sha256:
            unsafe functions = kernels.sha256.functions
            unsafe initial = handshake_sha256_initial()
        case .sha384:
            unsafe functions = kernels.sha512.functions
            unsafe initial = handshake_sha384_initial()
        case .sha512:
            unsafe functions = kernels.sha512.functions
            unsafe initial = handshake_sha512_initial()
        }
        unsafe implementation = handshake_hash_algorithm(
            kernel: functions,
            initial: initial,
            block_byte_count: UInt32(algorithm.blockByteCount),
            digest_byte_count: UInt32(algorithm.digestByteCount)
        )
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
        unsafe withUnsafePointer(to: implementation) { implementation in
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
    }

    func begin(_ state: inout SecretBytes) {
        unsafe withUnsafePointer(to: implementation) { implementation in
            unsafe Self.withState(&state) { unsafe handshake_hash_begin($0, implementation) }
        }
    }

    func update(_ state: inout SecretBytes, with bytes: Span<UInt8>) {
        unsafe withUnsafePointer(to: implementation) { implementation in
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
    }

    /// Leaves the state wiped.
    func finish(_ state: inout SecretBytes, into digest: inout MutableSpan<UInt8>) {
        precondition(digest.count >= algorithm.digestByteCount, "no room for the digest")
        unsafe withUnsafePointer(to: implementation) { implementation in
            unsafe digest.withUnsafeMutableBufferPointer { digest in
                unsafe Self.withState(&state) {
                    unsafe handshake_hash_finish($0, implementation, digest.baseAddress)
                }
            }
        }
    }

    // MARK: HMAC

    func prepareHMAC(_ hmacKey: inout SecretBytes, key: Span<UInt8>) {
        unsafe withUnsafePointer(to: implementation) { implementation in
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
    }

    func tag(
        _ hmacKey: borrowing SecretBytes,
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        into tag: inout MutableSpan<UInt8>
    ) {
        precondition(tag.count >= algorithm.digestByteCount, "no room for the tag")
        unsafe withUnsafePointer(to: implementation) { implementation in
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
    }

    func beginHMAC(_ state: inout SecretBytes, key: borrowing SecretBytes) {
        unsafe withUnsafePointer(to: implementation) { implementation in
            unsafe Self.withHMACKey(key) { key in
                unsafe Self.withState(&state) {
                    unsafe handshake_hmac_begin($0, implementation, key)
                }
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
        unsafe withUnsafePointer(to: implementation) { implementation in
            unsafe Self.withHMACKey(key) { key in
                unsafe tag.withUnsafeMutableBufferPointer { tag in
                    unsafe Self.withState(&state) {
                        unsafe handshake_hmac_finish($0, implementation, key, tag.baseAddress)
                    }
                }
            }
        }
    }

    // MARK: States in memory

    /// Calls `body` with the C description of the algorithm and its kernel.
    @inline(__always)
    func withImplementation(_ body: (UnsafePointer<handshake_hash_algorithm>) -> Void) {
        unsafe withUnsafePointer(to: implementation, body)
    }

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
