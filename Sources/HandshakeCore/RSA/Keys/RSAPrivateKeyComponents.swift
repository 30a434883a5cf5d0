// SPDX-License-Identifier: Apache-2.0

/// The numbers of a two-prime RSA private key, named as RFC 8017 section 3.2 names them: big-endian
/// and unsigned, with or without zeros in front.
public struct RSAPrivateKeyComponents: ~Copyable, Sendable {
    /// The modulus, p · q.
    public var n: [UInt8]
    /// The public exponent.
    public var e: [UInt8]
    /// The private exponent.
    public var d: SecretBytes
    /// The first prime.
    public var p: SecretBytes
    /// The second prime.
    public var q: SecretBytes
    /// d mod (p − 1).
    public var dP: SecretBytes
    /// d mod (q − 1).
    public var dQ: SecretBytes
    /// 1 / q mod p.
    public var qInv: SecretBytes

    /// The numbers of a key; ``RSAPrivateKey/init(_:usage:kernel:)`` checks them.
    public init(
        n: [UInt8],
        e: [UInt8],
        d: consuming SecretBytes,
        p: consuming SecretBytes,
        q: consuming SecretBytes,
        dP: consuming SecretBytes,
        dQ: consuming SecretBytes,
        qInv: consuming SecretBytes
    ) {
        self.n = n
        self.e = e
        self.d = d
        self.p = p
        self.q = q
        self.dP = dP
        self.dQ = dQ
        self.qInv = qInv
    }
}
