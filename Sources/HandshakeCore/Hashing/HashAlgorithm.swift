// SPDX-License-Identifier: Apache-2.0

/// The hash functions (FIPS 180-4).
///
/// SHA-1 is here for OAEP alone, whose security does not rest on collisions; nothing signs with it.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum HashAlgorithm: Sendable, CaseIterable, Hashable {
    /// SHA-1, for OAEP alone.
    case sha1
    /// SHA-224.
    case sha224
    /// SHA-256.
    case sha256
    /// SHA-384.
    case sha384
    /// SHA-512.
    case sha512

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

    /// Writes the digest of `message` to the first ``digestByteCount`` bytes of `digest`. Allocates
    /// nothing. Throws ``HashError/outputLength`` if `digest` is shorter.
    public func hash(
        _ message: Span<UInt8>,
        into digest: inout MutableSpan<UInt8>,
        kernels: HashKernels = .best
    ) throws(HashError) {
        guard digest.count >= digestByteCount else { throw .outputLength }
        writeDigest(of: message, into: &digest, kernels: kernels)
    }

    /// The digest of `message`.
    public func hash(_ message: [UInt8], kernels: HashKernels = .best) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestByteCount)
        var bytes = digest.mutableSpan
        writeDigest(of: message.span, into: &bytes, kernels: kernels)
        return digest
    }

    /// Writes the digest of `first` followed by `second` to the first ``digestByteCount`` bytes of
    /// `digest`; a trap if it is shorter.
    package func writeDigest(
        of first: Span<UInt8>,
        _ second: Span<UInt8> = Span(),
        into digest: inout MutableSpan<UInt8>,
        kernels: HashKernels = .best
    ) {
        HashFunction(self, kernels: kernels).digest(first, second, into: &digest)
    }
}

/// Why a digest or a tag was not written.
#if hasAttribute(nonexhaustive)
@nonexhaustive
#endif
public enum HashError: Error, Equatable, Sendable {
    /// The output is shorter than a digest of the hash function. Nothing was written, and a message
    /// that was hashed piece by piece goes on.
    case outputLength
    /// This CPU cannot run a kernel that was asked for, or `HANDSHAKE_CPU_DISABLE` takes it away.
    case kernelNotSupported
}

extension HashError: CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .outputLength: "the output is shorter than a digest"
        case .kernelNotSupported: "this CPU cannot run the kernel"
        }
    }
}
