/// The hash functions (FIPS 180-4).
///
/// SHA-1 is here for OAEP alone, whose security does not rest on collisions; nothing signs with it.
public enum HashAlgorithm: Sendable, CaseIterable, Hashable {
    case sha1, sha224, sha256, sha384, sha512

    /// The length of a digest in bytes.
    public var digestByteCount: Int {
        switch self {
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The length of the blocks that a message is cut into, in bytes.
    public var blockByteCount: Int {
        switch self {
        case .sha1, .sha224, .sha256: 64
        case .sha384, .sha512: 128
        }
    }

    /// The longest `digestByteCount`.
    public static let maximumDigestByteCount = 64

    /// Writes the digest of `message` to the first ``digestByteCount`` bytes of `digest`, which
    /// must have that many. Allocates nothing.
    public func hash(
        _ message: Span<UInt8>,
        into digest: inout MutableSpan<UInt8>,
        kernels: HashKernels = .best
    ) {
        hash(message, Span(), into: &digest, kernels: kernels)
    }

    /// Writes the digest of `first` followed by `second` to the first ``digestByteCount`` bytes of
    /// `digest`, which must have that many. Allocates nothing.
    public func hash(
        _ first: Span<UInt8>,
        _ second: Span<UInt8>,
        into digest: inout MutableSpan<UInt8>,
        kernels: HashKernels = .best
    ) {
        HashFunction(self, kernels: kernels).digest(first, second, into: &digest)
    }
}
