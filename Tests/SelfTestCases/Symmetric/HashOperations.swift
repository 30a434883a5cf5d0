// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore

extension HashKernels {
    /// Every kernel that this CPU can run: the portable ones, then each other one beside the other
    /// family's portable kernel.
    package static let supported: [HashKernels] =
        [.portable]
        + SHA256Kernel.supported.filter { $0 != .portable }
        .map { HashKernels(supported: $0, sha512: .portable) }
        + SHA512Kernel.supported.filter { $0 != .portable }
        .map { HashKernels(supported: .portable, sha512: $0) }

    package static let portable = HashKernels(supported: .portable, sha512: .portable)
}
