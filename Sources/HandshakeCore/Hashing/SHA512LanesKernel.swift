// SPDX-License-Identifier: Apache-2.0

package import CHandshakeKernels

/// The kernels that make many SHA-384 derivations at once, one in each lane of a vector.
@safe public struct SHA512LanesKernel: Kernel, @unchecked Sendable {
    package let descriptor: UnsafePointer<handshake_hash_lanes_kernel>

    package init(descriptor: UnsafePointer<handshake_hash_lanes_kernel>) {
        unsafe self.descriptor = descriptor
    }

    public static let all: [SHA512LanesKernel] = unsafe descriptors(
        of: handshake_sha512_lanes_kernels()
    )
    .map { unsafe SHA512LanesKernel(descriptor: $0) }
    public static let best: SHA512LanesKernel = best(for: .available)

    /// No lanes: the single kernel, one derivation after the other.
    public static let single: SHA512LanesKernel = all[all.count - 1]

    public var name: String { unsafe String(cString: descriptor.pointee.name) }

    public var requiredFeatures: CPUFeatures {
        unsafe CPUFeatures(rawValue: descriptor.pointee.required_features)
    }

    /// The decision behind ``best``: only lanes that are faster than the best single kernel.
    package static func best(
        for features: CPUFeatures,
        on cpu: CPUMicroarchitecture = .current
    ) -> SHA512LanesKernel {
        let single = SHA512Kernel.best(for: features, on: cpu)
        return preferred(for: features, on: cpu).first { $0.isFaster(than: single) } ?? .single
    }

    private func isFaster(than single: SHA512Kernel) -> Bool {
        unsafe handshake_hash_lanes_minimum(descriptor, single.descriptor)
            < HANDSHAKE_HASH_LANES_NEVER
    }

    public static func == (left: SHA512LanesKernel, right: SHA512LanesKernel) -> Bool {
        unsafe left.descriptor == right.descriptor
    }

    public func hash(into hasher: inout Hasher) {
        unsafe hasher.combine(descriptor)
    }
}
