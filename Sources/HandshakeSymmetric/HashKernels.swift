/// Which kernel each family of hash functions uses. SHA-1 has only a portable one.
public struct HashKernels: Sendable, Hashable {
    public var sha256: SHA256Kernel
    public var sha512: SHA512Kernel

    /// Both kernels must be supported.
    public init(sha256: SHA256Kernel = .best, sha512: SHA512Kernel = .best) {
        precondition(sha256.isSupported && sha512.isSupported, "this CPU cannot run the kernel")
        self.sha256 = sha256
        self.sha512 = sha512
    }

    /// The fastest that this CPU can run.
    public static let best = HashKernels()

    /// The name of the kernel that computes `algorithm`.
    public func name(for algorithm: HashAlgorithm) -> String {
        switch algorithm {
        case .sha1: "portable"
        case .sha224, .sha256: sha256.rawValue
        case .sha384, .sha512: sha512.rawValue
        }
    }
}
