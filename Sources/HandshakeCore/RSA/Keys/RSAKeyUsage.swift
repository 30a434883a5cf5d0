// SPDX-License-Identifier: Apache-2.0

/// What a key may be used for.
public enum RSAKeyUsage: Sendable, Hashable {
    /// Everything (rsaEncryption).
    case unrestricted
    /// PSS signatures only (id-RSASSA-PSS, RFC 4055 section 1.2), and with these parameters only if
    /// the key has any.
    case pss(RSAPSSParameters?)
}

/// The parameters that an id-RSASSA-PSS key prescribes (RFC 4055 section 3.1).
public struct RSAPSSParameters: Sendable, Hashable {
    /// The hash function of the message.
    public var hash: HashAlgorithm
    /// The hash function of mask generation.
    public var mgf1Hash: HashAlgorithm
    /// A signature's salt has at least as many bytes.
    public var minimumSaltByteCount: Int

    /// Parameters with a salt of at least `minimumSaltByteCount` bytes.
    public init(hash: HashAlgorithm, mgf1Hash: HashAlgorithm, minimumSaltByteCount: Int) {
        self.hash = hash
        self.mgf1Hash = mgf1Hash
        self.minimumSaltByteCount = minimumSaltByteCount
    }
}
