internal import CHandshakeKernels

/// The kernels of SHA-384 and SHA-512, one message at a time.
public enum SHA512Kernel: String, CaseIterable, Sendable {
    case portable
    case x86AVX2 = "x86_avx2"
    case x86AVX512VL = "x86_avx512vl"
    case armCrypto = "arm_crypto"

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool { isSupported(by: .available) }

    /// The fastest kernel that this CPU can run.
    public static let best = best(for: .available)

    /// The decision table behind ``best``.
    package static func best(for features: CPUFeatures) -> SHA512Kernel {
        [.x86AVX512VL, .x86AVX2, .armCrypto].first { $0.isSupported(by: features) } ?? .portable
    }

    package func isSupported(by features: CPUFeatures) -> Bool {
        switch self {
        case .portable: return true
        case .x86AVX2:
            #if arch(x86_64)
            return features.isSuperset(of: [.avx2, .bmi2])
            #else
            return false
            #endif
        case .x86AVX512VL:
            #if arch(x86_64)
            return features.isSuperset(of: [.avx512f, .avx512vl, .avx2, .bmi2])
            #else
            return false
            #endif
        case .armCrypto:
            #if arch(arm64)
            return features.contains(.sha512)
            #else
            return false
            #endif
        }
    }

    /// SHA-384 and SHA-512 on the kernel; on the portable one for a kernel of another architecture,
    /// which ``isSupported`` rules out.
    var functions: UnsafePointer<handshake_hash_algorithm> {
        #if arch(x86_64)
        if self == .x86AVX2 { return unsafe handshake_sha512_x86_avx2() }
        if self == .x86AVX512VL { return unsafe handshake_sha512_x86_avx512vl() }
        #elseif arch(arm64)
        if self == .armCrypto { return unsafe handshake_sha512_arm_crypto() }
        #endif
        return unsafe handshake_sha512_portable()
    }
}
