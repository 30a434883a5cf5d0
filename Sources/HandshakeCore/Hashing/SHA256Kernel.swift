// SPDX-License-Identifier: Apache-2.0

package import CHandshakeKernels

/// The kernels of SHA-224 and SHA-256, one message at a time.
@safe public struct SHA256Kernel: Kernel, @unchecked Sendable {
    package let descriptor: UnsafePointer<handshake_hash_kernel>

    package init(descriptor: UnsafePointer<handshake_hash_kernel>) {
        unsafe self.descriptor = descriptor
    }

    public static let all: [SHA256Kernel] = unsafe descriptors(of: handshake_sha256_kernels())
        .map { unsafe SHA256Kernel(descriptor: $0) }
    public static let best: SHA256Kernel = best(for: .available)

    /// Plain C for every CPU.
    public static let portable: SHA256Kernel = all[all.count - 1]

    public var name: String { unsafe String(cString: descriptor.pointee.name) }

    public var requiredFeatures: CPUFeatures {
        unsafe CPUFeatures(rawValue: descriptor.pointee.required_features)
    }

    public static func == (left: SHA256Kernel, right: SHA256Kernel) -> Bool {
        unsafe left.descriptor == right.descriptor
    }

    public func hash(into hasher: inout Hasher) {
        unsafe hasher.combine(descriptor)
    }
}
