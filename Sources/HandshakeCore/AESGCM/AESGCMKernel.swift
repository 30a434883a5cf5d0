// SPDX-License-Identifier: Apache-2.0

package import CHandshakeKernels

/// An implementation of AES-GCM for one kind of CPU. A key picks its kernel once, when it is made.
@safe public struct AESGCMKernel: Kernel, @unchecked Sendable {
    package let descriptor: UnsafePointer<handshake_aes_gcm_kernel>

    package init(descriptor: UnsafePointer<handshake_aes_gcm_kernel>) {
        unsafe self.descriptor = descriptor
    }

    public static let all: [AESGCMKernel] = unsafe descriptors(of: handshake_aes_gcm_kernels())
        .map { unsafe AESGCMKernel(descriptor: $0) }
    public static let best: AESGCMKernel = best(for: .available)

    /// Bitsliced C for every CPU.
    public static let portable: AESGCMKernel = all[all.count - 1]

    public var name: String { unsafe String(cString: descriptor.pointee.name) }

    public var requiredFeatures: CPUFeatures {
        unsafe CPUFeatures(rawValue: descriptor.pointee.required_features)
    }

    public static func == (left: AESGCMKernel, right: AESGCMKernel) -> Bool {
        unsafe left.descriptor == right.descriptor
    }

    public func hash(into hasher: inout Hasher) {
        unsafe hasher.combine(descriptor)
    }
}
