internal import CHandshakeKernels

/// The kernels that make many SHA-256 derivations at once, one in each lane of a vector.
public enum SHA256LanesKernel: String, CaseIterable, Sendable {
    /// No lanes: the single kernel, one derivation after the other.
    case single
    case x86AVX2x8 = "x86_avx2_x8"
    case x86AVX512x16 = "x86_avx512_x16"

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool { isSupported(by: .available) }

    /// The fastest kernel that this CPU can run.
    public static let best = best(for: .available)

    /// The decision table behind ``best``. SHA-NI one by one is faster than eight lanes of AVX2.
    package static func best(for features: CPUFeatures) -> SHA256LanesKernel {
        if x86AVX512x16.isSupported(by: features) { return .x86AVX512x16 }
        if SHA256Kernel.best(for: features) != .portable { return .single }
        return x86AVX2x8.isSupported(by: features) ? .x86AVX2x8 : .single
    }

    package func isSupported(by features: CPUFeatures) -> Bool {
        switch self {
        case .single: return true
        case .x86AVX2x8:
            #if arch(x86_64)
            return features.contains(.avx2)
            #else
            return false
            #endif
        case .x86AVX512x16:
            #if arch(x86_64)
            return features.isSuperset(of: .avx512)
            #else
            return false
            #endif
        }
    }

    /// How many derivations it takes until the lanes are faster than `single`, measured on Zen 5.
    func minimumCount(beside single: SHA256Kernel) -> Int {
        switch self {
        case .single: .max
        case .x86AVX2x8: single == .portable ? 2 : 8
        case .x86AVX512x16: single == .portable ? 2 : 7
        }
    }

    /// The kernel's functions; nil for ``single`` and for a kernel of another architecture.
    var functions: UnsafePointer<handshake_hash_lanes_kernel>? {
        #if arch(x86_64)
        switch self {
        case .single: return nil
        case .x86AVX2x8: return unsafe handshake_sha256_x86_avx2_x8()
        case .x86AVX512x16: return unsafe handshake_sha256_x86_avx512_x16()
        }
        #else
        return nil
        #endif
    }
}
