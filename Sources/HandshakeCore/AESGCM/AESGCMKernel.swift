internal import CHandshakeKernels

/// An implementation of AES-GCM for one kind of CPU. A key picks its kernel once, when it is made.
public enum AESGCMKernel: String, CaseIterable, Sendable {
    /// Bitsliced C for every CPU.
    case portable
    /// AES-NI and PCLMULQDQ on 128 bits, x86_64.
    case x86AESNI = "x86_aesni"
    /// VAES and VPCLMULQDQ on 256 bits, x86_64.
    case x86VAES256 = "x86_vaes256"
    /// VAES and VPCLMULQDQ on 512 bits, x86_64.
    case x86VAES512 = "x86_vaes512"
    /// The AES and PMULL instructions of ARMv8.
    case armCrypto = "arm_crypto"

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool {
        runs(on: .current) && CPUFeatures.available.isSuperset(of: requiredFeatures)
    }

    /// The fastest kernel that this CPU can run.
    public static let best = best(for: .available)

    /// The decision table behind ``best``: the fastest kernel of the architecture whose features
    /// are there.
    package static func best(
        for features: CPUFeatures,
        on architecture: Architecture = .current
    ) -> AESGCMKernel {
        fastestFirst.first {
            $0.runs(on: architecture) && features.isSuperset(of: $0.requiredFeatures)
        } ?? .portable
    }

    private static let fastestFirst: [AESGCMKernel] = [
        .x86VAES512, .x86VAES256, .x86AESNI, .armCrypto, .portable,
    ]

    /// What a CPU of the kernel's architecture must have.
    package var requiredFeatures: CPUFeatures {
        switch self {
        case .portable: []
        case .x86AESNI: [.aes, .pclmulqdq, .ssse3, .sse41, .avx]
        case .x86VAES256: [.vaes, .vpclmulqdq, .avx2, .aes, .pclmulqdq, .ssse3, .sse41, .avx]
        case .x86VAES512:
            [.avx512, .vaes, .vpclmulqdq, .avx2, .bmi2, .aes, .pclmulqdq, .ssse3, .sse41, .avx]
        case .armCrypto: [.aes, .pmull]
        }
    }

    private func runs(on architecture: Architecture) -> Bool {
        switch self {
        case .portable: true
        case .x86AESNI, .x86VAES256, .x86VAES512: architecture == .x86
        case .armCrypto: architecture == .arm64
        }
    }

    /// What the library is compiled for, as far as kernels differ.
    package enum Architecture: CaseIterable {
        case x86, arm64, other

        package static var current: Architecture {
            #if arch(x86_64)
            .x86
            #elseif arch(arm64)
            .arm64
            #else
            .other
            #endif
        }
    }

    /// The kernel's C functions; nil where it is not compiled for this architecture.
    var functions: AESGCMFunctions? {
        switch self {
        case .portable:
            return unsafe AESGCMFunctions(
                contextByteCount: handshake_aes_gcm_portable_context_byte_count(),
                prepare: handshake_aes_gcm_portable_prepare,
                seal: handshake_aes_gcm_portable_seal,
                open: handshake_aes_gcm_portable_open,
                sealBatch: handshake_aes_gcm_portable_seal_batch,
                openBatch: handshake_aes_gcm_portable_open_batch
            )
        case .x86AESNI:
            #if arch(x86_64)
            return unsafe AESGCMFunctions(
                contextByteCount: handshake_aes_gcm_x86_aesni_context_byte_count(),
                prepare: handshake_aes_gcm_x86_aesni_prepare,
                seal: handshake_aes_gcm_x86_aesni_seal,
                open: handshake_aes_gcm_x86_aesni_open,
                sealBatch: handshake_aes_gcm_x86_aesni_seal_batch,
                openBatch: handshake_aes_gcm_x86_aesni_open_batch
            )
            #else
            return nil
            #endif
        case .x86VAES256:
            #if arch(x86_64)
            return unsafe AESGCMFunctions(
                contextByteCount: handshake_aes_gcm_x86_vaes256_context_byte_count(),
                prepare: handshake_aes_gcm_x86_vaes256_prepare,
                seal: handshake_aes_gcm_x86_vaes256_seal,
                open: handshake_aes_gcm_x86_vaes256_open,
                sealBatch: handshake_aes_gcm_x86_vaes256_seal_batch,
                openBatch: handshake_aes_gcm_x86_vaes256_open_batch
            )
            #else
            return nil
            #endif
        case .x86VAES512:
            #if arch(x86_64)
            return unsafe AESGCMFunctions(
                contextByteCount: handshake_aes_gcm_x86_vaes512_context_byte_count(),
                prepare: handshake_aes_gcm_x86_vaes512_prepare,
                seal: handshake_aes_gcm_x86_vaes512_seal,
                open: handshake_aes_gcm_x86_vaes512_open,
                sealBatch: handshake_aes_gcm_x86_vaes512_seal_batch,
                openBatch: handshake_aes_gcm_x86_vaes512_open_batch
            )
            #else
            return nil
            #endif
        case .armCrypto:
            #if arch(arm64)
            return unsafe AESGCMFunctions(
                contextByteCount: handshake_aes_gcm_arm_crypto_context_byte_count(),
                prepare: handshake_aes_gcm_arm_crypto_prepare,
                seal: handshake_aes_gcm_arm_crypto_seal,
                open: handshake_aes_gcm_arm_crypto_open,
                sealBatch: handshake_aes_gcm_arm_crypto_seal_batch,
                openBatch: handshake_aes_gcm_arm_crypto_open_batch
            )
            #else
            return nil
            #endif
        }
    }
}

/// A kernel's C functions, as `handshake_aes_gcm.h` describes them. A key keeps them, so that a
/// call goes straight to its kernel.
@safe struct AESGCMFunctions {
    typealias Bytes = UnsafePointer<UInt8>?
    typealias MutableBytes = UnsafeMutablePointer<UInt8>?
    typealias Records = UnsafePointer<handshake_aes_gcm_record>?

    let contextByteCount: Int
    let prepare: @convention(c) (UnsafeMutableRawPointer?, Bytes, Int) -> Void
    let seal:
        @convention(c) (
            UnsafeRawPointer?, Bytes, Int, Bytes, Int, Bytes, MutableBytes, Int, MutableBytes
        ) -> Void
    let open:
        @convention(c) (
            UnsafeRawPointer?, Bytes, Int, Bytes, Int, Bytes, MutableBytes, Int, Bytes
        ) -> UInt32
    let sealBatch: @convention(c) (Records, Int) -> Void
    let openBatch: @convention(c) (Records, Int, MutableBytes) -> Void
}
