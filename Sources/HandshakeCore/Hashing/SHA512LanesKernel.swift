internal import CHandshakeKernels

/// The kernels that make many SHA-384 derivations at once, one in each lane of a vector.
public enum SHA512LanesKernel: String, CaseIterable, Sendable {
    /// No lanes: the single kernel, one derivation after the other.
    case single
    case x86AVX2x4 = "x86_avx2_x4"
    case x86AVX512x8 = "x86_avx512_x8"

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool { isSupported(by: .available) }

    /// The fastest kernel that this CPU can run.
    public static let best = best(for: .available)

    /// The decision table behind ``best``.
    package static func best(for features: CPUFeatures) -> SHA512LanesKernel {
        [.x86AVX512x8, .x86AVX2x4].first { $0.isSupported(by: features) } ?? .single
    }

    package func isSupported(by features: CPUFeatures) -> Bool {
        switch self {
        case .single: return true
        case .x86AVX2x4:
            #if arch(x86_64)
            return features.contains(.avx2)
            #else
            return false
            #endif
        case .x86AVX512x8:
            #if arch(x86_64)
            return features.isSuperset(of: .avx512)
            #else
            return false
            #endif
        }
    }

    /// How many derivations it takes until the lanes are faster than `single`, measured on Zen 5.
    func minimumCount(beside single: SHA512Kernel) -> Int {
        switch self {
        case .single: .max
        case .x86AVX2x4: single == .portable ? 2 : 3
        case .x86AVX512x8: 2
        }
    }

    /// The kernel's functions; nil for ``single`` and for a kernel of another architecture.
    var functions: UnsafePointer<handshake_hash_lanes_kernel>? {
        #if arch(x86_64)
        switch self {
        case .single: return nil
        case .x86AVX2x4: return unsafe handshake_sha512_x86_avx2_x4()
        case .x86AVX512x8: return unsafe handshake_sha512_x86_avx512_x8()
        }
        #else
        return nil
        #endif
    }
}
