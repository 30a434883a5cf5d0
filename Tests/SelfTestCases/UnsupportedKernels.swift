// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels
package import HandshakeCore

// Kernels that no CPU can run, since they ask for every feature there could be.

extension AESGCMKernel {
    package static let unsupported: AESGCMKernel = {
        var descriptor = unsafe portable.descriptor.pointee
        unsafe descriptor.required_features = .max
        return unsafe AESGCMKernel(descriptor: kept(descriptor))
    }()
}

extension SHA256Kernel {
    package static let unsupported: SHA256Kernel = {
        var descriptor = unsafe portable.descriptor.pointee
        unsafe descriptor.required_features = .max
        return unsafe SHA256Kernel(descriptor: kept(descriptor))
    }()
}

extension SHA512Kernel {
    package static let unsupported: SHA512Kernel = {
        var descriptor = unsafe portable.descriptor.pointee
        unsafe descriptor.required_features = .max
        return unsafe SHA512Kernel(descriptor: kept(descriptor))
    }()
}

extension SHA256LanesKernel {
    package static let unsupported: SHA256LanesKernel = {
        var descriptor = unsafe single.descriptor.pointee
        unsafe descriptor.required_features = .max
        return unsafe SHA256LanesKernel(descriptor: kept(descriptor))
    }()
}

extension SHA512LanesKernel {
    package static let unsupported: SHA512LanesKernel = {
        var descriptor = unsafe single.descriptor.pointee
        unsafe descriptor.required_features = .max
        return unsafe SHA512LanesKernel(descriptor: kept(descriptor))
    }()
}

extension RSAKernel {
    package static let unsupported: RSAKernel = {
        guard var descriptor = unsafe portable.descriptor?.pointee else { return .gmp }
        unsafe descriptor.required_features = .max
        return unsafe RSAKernel(descriptor: kept(descriptor))
    }()
}

/// A descriptor that stays where it is for as long as the process runs.
private func kept<Descriptor>(_ descriptor: Descriptor) -> UnsafePointer<Descriptor> {
    let pointer = UnsafeMutablePointer<Descriptor>.allocate(capacity: 1)
    unsafe pointer.initialize(to: descriptor)
    return unsafe UnsafePointer(pointer)
}
