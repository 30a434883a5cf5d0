public import HandshakeSymmetric

/// The pseudorandom function of TLS 1.2 (RFC 5246, section 5) with the hash of the cipher suite.
///
/// Deriving allocates nothing. Outputs are the caller's memory, to be wiped by the caller, and must
/// not overlap the inputs.
public struct PRF: Sendable {
    /// The hash functions of TLS 1.2's cipher suites.
    public enum Hash: Sendable, CaseIterable, Hashable {
        case sha256, sha384
    }

    /// The hash that the function is made from.
    public let hash: Hash
    let derivation: KeyDerivation

    /// The function on the given kernels, which it remembers.
    public init(_ hash: Hash, kernels: HashKernels = .best) {
        self.hash = hash
        derivation = KeyDerivation(hash == .sha256 ? .sha256 : .sha384, kernels: kernels)
    }

    public static let sha256 = PRF(.sha256)
    public static let sha384 = PRF(.sha384)

    /// The length of the hash's digest in bytes: that of a handshake hash.
    public var hashByteCount: Int { derivation.hash.digestByteCount }

    /// Fills `output` with PRF(secret, label, seed). Any lengths.
    public func derive(
        secret: Span<UInt8>,
        label: Span<UInt8>,
        seed: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        derivation.pHash(secret: secret, label: label, seed, into: &output)
    }
}

/// The labels of RFC 5246 and RFC 7627.
enum PRFLabel {
    static let masterSecret = [UInt8]("master secret".utf8)
    static let extendedMasterSecret = [UInt8]("extended master secret".utf8)
    static let keyExpansion = [UInt8]("key expansion".utf8)
    static let clientFinished = [UInt8]("client finished".utf8)
    static let serverFinished = [UInt8]("server finished".utf8)

    /// What an exporter may not use (RFC 5705, section 4).
    static let reserved = [
        masterSecret, extendedMasterSecret, keyExpansion, clientFinished, serverFinished,
    ]
}
