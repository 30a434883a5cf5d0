internal import CHandshakeKernels
package import HandshakeCPU

/// The kernels of SHA-224 and SHA-256, one message at a time.
public enum SHA256Kernel: String, CaseIterable, Sendable {
    case portable

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool { true }

    /// The fastest kernel that this CPU can run.
    public static let best = best(for: .available)

    /// The decision table behind ``best``.
    package static func best(for features: CPUFeatures) -> SHA256Kernel { .portable }

    var functions: UnsafePointer<handshake_hash_kernel> { unsafe handshake_sha256_portable() }
}
