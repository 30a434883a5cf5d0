// SPDX-License-Identifier: Apache-2.0

/// Which kernel each family of hash functions uses. SHA-1 has only a portable one.
public struct HashKernels: Sendable, Hashable {
    /// The kernel of SHA-224 and SHA-256.
    public let sha256: SHA256Kernel
    /// The kernel of SHA-384 and SHA-512.
    public let sha512: SHA512Kernel
    /// The kernel of several SHA-256 derivations side by side.
    public let sha256Lanes: SHA256LanesKernel
    /// The kernel of several SHA-384 derivations side by side.
    public let sha512Lanes: SHA512LanesKernel

    /// These kernels. Throws ``HashError/kernelNotSupported`` where this CPU cannot run one of them.
    public init(
        sha256: SHA256Kernel = .best,
        sha512: SHA512Kernel = .best,
        sha256Lanes: SHA256LanesKernel = .best,
        sha512Lanes: SHA512LanesKernel = .best
    ) throws(HashError) {
        guard
            sha256.isSupported && sha512.isSupported && sha256Lanes.isSupported
                && sha512Lanes.isSupported
        else { throw .kernelNotSupported }
        self.init(
            supported: sha256,
            sha512: sha512,
            sha256Lanes: sha256Lanes,
            sha512Lanes: sha512Lanes
        )
    }

    /// Kernels that are known to be supported.
    package init(
        supported sha256: SHA256Kernel,
        sha512: SHA512Kernel,
        sha256Lanes: SHA256LanesKernel = .best,
        sha512Lanes: SHA512LanesKernel = .best
    ) {
        assert(
            sha256.isSupported && sha512.isSupported && sha256Lanes.isSupported
                && sha512Lanes.isSupported
        )
        self.sha256 = sha256
        self.sha512 = sha512
        self.sha256Lanes = sha256Lanes
        self.sha512Lanes = sha512Lanes
    }

    /// The fastest that this CPU can run.
    public static let best = HashKernels(supported: .best, sha512: .best)

    /// The name of the kernel that computes `algorithm`.
    public func name(for algorithm: HashAlgorithm) -> String {
        switch algorithm {
        case .sha1: "portable"
        case .sha224, .sha256: sha256.name
        case .sha384, .sha512: sha512.name
        }
    }

    /// The name of the kernel that makes many derivations with `algorithm` at once.
    public func lanesName(for algorithm: HashAlgorithm) -> String {
        switch algorithm {
        case .sha256: sha256Lanes == .single ? sha256.name : sha256Lanes.name
        case .sha384: sha512Lanes == .single ? sha512.name : sha512Lanes.name
        case .sha1, .sha224, .sha512: name(for: algorithm)
        }
    }
}
