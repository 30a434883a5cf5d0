internal import CHandshakeKernels
package import HandshakeCPU

/// The kernels of SHA-384 and SHA-512, one message at a time.
public enum SHA512Kernel: String, CaseIterable, Sendable {
    case portable

    /// Whether this CPU, less what `HANDSHAKE_CPU_DISABLE` names, can run the kernel.
    public var isSupported: Bool { true }

    /// The fastest kernel that this CPU can run.
    public static let best = best(for: .available)

    /// The decision table behind ``best``.
    package static func best(for features: CPUFeatures) -> SHA512Kernel { .portable }

    var functions: UnsafePointer<handshake_hash_kernel> { unsafe handshake_sha512_portable() }
}
