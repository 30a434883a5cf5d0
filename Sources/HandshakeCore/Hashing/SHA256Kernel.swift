internal import CHandshakeKernels

/// The kernels of SHA-224 and SHA-256, one message at a time.
public enum SHA256Kernel: String, CaseIterable, Sendable {
    case portable
    case x86SHANI = "x86_shani"
    case x86SHANIAVX = "x86_shani_avx"
    case armCrypto = "arm_crypto"

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool { isSupported(by: .available) }

    /// The fastest kernel that this CPU can run.
    public static let best = best(for: .available)

    /// The decision table behind ``best``.
    package static func best(for features: CPUFeatures) -> SHA256Kernel {
        [.x86SHANIAVX, .x86SHANI, .armCrypto].first { $0.isSupported(by: features) } ?? .portable
    }

    package func isSupported(by features: CPUFeatures) -> Bool {
        switch self {
        case .portable: return true
        case .x86SHANI:
            #if arch(x86_64)
            return features.isSuperset(of: [.shani, .sse41, .ssse3])
            #else
            return false
            #endif
        case .x86SHANIAVX:
            #if arch(x86_64)
            return features.isSuperset(of: [.shani, .avx])
            #else
            return false
            #endif
        case .armCrypto:
            #if arch(arm64)
            return features.contains(.sha256)
            #else
            return false
            #endif
        }
    }

    /// SHA-224 and SHA-256 on the kernel; on the portable one for a kernel of another architecture,
    /// which ``isSupported`` rules out.
    var functions: UnsafePointer<handshake_hash_algorithm> {
        #if arch(x86_64)
        if self == .x86SHANI { return unsafe handshake_sha256_x86_shani() }
        if self == .x86SHANIAVX { return unsafe handshake_sha256_x86_shani_avx() }
        #elseif arch(arm64)
        if self == .armCrypto { return unsafe handshake_sha256_arm_crypto() }
        #endif
        return unsafe handshake_sha256_portable()
    }
}
