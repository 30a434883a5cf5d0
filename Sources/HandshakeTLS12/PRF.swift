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

/// The labels of RFC 5246 and RFC 7627, as literals: they are there when the program starts, and no
/// derivation has to ask whether they have been made yet.
enum PRFLabel {
    /// "master secret"
    static let masterSecret: [UInt8] = [
        0x6d, 0x61, 0x73, 0x74, 0x65, 0x72, 0x20, 0x73, 0x65, 0x63, 0x72, 0x65,
        0x74,
    ]
    /// "extended master secret"
    static let extendedMasterSecret: [UInt8] = [
        0x65, 0x78, 0x74, 0x65, 0x6e, 0x64, 0x65, 0x64, 0x20, 0x6d, 0x61, 0x73,
        0x74, 0x65, 0x72, 0x20, 0x73, 0x65, 0x63, 0x72, 0x65, 0x74,
    ]
    /// "key expansion"
    static let keyExpansion: [UInt8] = [
        0x6b, 0x65, 0x79, 0x20, 0x65, 0x78, 0x70, 0x61, 0x6e, 0x73, 0x69, 0x6f,
        0x6e,
    ]
    /// "client finished"
    static let clientFinished: [UInt8] = [
        0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x20, 0x66, 0x69, 0x6e, 0x69, 0x73,
        0x68, 0x65, 0x64,
    ]
    /// "server finished"
    static let serverFinished: [UInt8] = [
        0x73, 0x65, 0x72, 0x76, 0x65, 0x72, 0x20, 0x66, 0x69, 0x6e, 0x69, 0x73,
        0x68, 0x65, 0x64,
    ]

    /// What an exporter may not use (RFC 5705, section 4).
    static let reserved = [
        masterSecret, extendedMasterSecret, keyExpansion, clientFinished, serverFinished,
    ]
}
