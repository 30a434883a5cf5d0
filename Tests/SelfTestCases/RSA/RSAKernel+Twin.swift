// SPDX-License-Identifier: Apache-2.0

internal import CHandshakeKernels
internal import CMontgomeryTwin
package import HandshakeCore

extension RSAKernel {
    /// The kernels of this CPU, and AVX-IFMA's in AVX-512's encoding where it has that: few machines have
    /// the kernel's own.
    package static let tested: [RSAKernel] = supported + [twin].compactMap(\.self)

    /// Nil: this CPU cannot run it.
    package static let twin: RSAKernel? = {
        guard let descriptor = unsafe montgomery_twin() else { return nil }
        let kernel = unsafe RSAKernel(descriptor: descriptor)
        return kernel.isSupported ? kernel : nil
    }()
}
