import HandshakeRSA
import HandshakeSecrets
import HandshakeSymmetric
import TestSupport
import TestVectors

/// A key of `rsa-keys.json`, with changes that a test makes to it.
struct RSATestKey: CustomStringConvertible, Sendable {
    var name: String
    var n: [UInt8]
    var e: [UInt8]
    var d: [UInt8]
    var p: [UInt8]
    var q: [UInt8]
    var dP: [UInt8]
    var dQ: [UInt8]
    var qInv: [UInt8]

    init(_ vector: RSAKeyVector) {
        name = vector.name
        n = [UInt8](hexadecimal: vector.n)
        e = [UInt8](hexadecimal: vector.e)
        d = [UInt8](hexadecimal: vector.d)
        p = [UInt8](hexadecimal: vector.p)
        q = [UInt8](hexadecimal: vector.q)
        dP = [UInt8](hexadecimal: vector.dP)
        dQ = [UInt8](hexadecimal: vector.dQ)
        qInv = [UInt8](hexadecimal: vector.qInv)
    }

    var description: String { name }

    static let all = RSAVectors.keys.map(RSATestKey.init)

    /// Those that a private key can be made of.
    static let large = RSAVectors.privateKeys.map(RSATestKey.init)

    static func named(_ name: String) -> RSATestKey { RSATestKey(RSAVectors.key(name)) }

    /// The components, with some of them replaced.
    func components(_ change: (inout RSATestKey) -> Void = { _ in }) -> RSAPrivateKeyComponents {
        var key = self
        change(&key)
        return RSAPrivateKeyComponents(
            n: key.n,
            e: key.e,
            d: SecretBytes(copying: key.d.span),
            p: SecretBytes(copying: key.p.span),
            q: SecretBytes(copying: key.q.span),
            dP: SecretBytes(copying: key.dP.span),
            dQ: SecretBytes(copying: key.dQ.span),
            qInv: SecretBytes(copying: key.qInv.span)
        )
    }

    func privateKey(
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws -> RSAPrivateKey {
        try RSAPrivateKey(components(), usage: usage, kernel: kernel)
    }

    func publicKey(
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws -> RSAPublicKey {
        try RSAPublicKey(
            modulus: n.span,
            publicExponent: e.span,
            usage: usage,
            kernel: kernel
        )
    }

    static let kernels = RSAKernel.allCases.filter(\.isSupported)
}

extension HashAlgorithm {
    /// As the vectors name them.
    init(_ name: String) {
        self =
            switch name {
            case "sha1": .sha1
            case "sha224": .sha224
            case "sha256": .sha256
            case "sha384": .sha384
            case "sha512": .sha512
            default: preconditionFailure("unknown hash \(name)")
            }
    }

    func digest(_ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestByteCount)
        var span = digest.mutableSpan
        hash(message.span, into: &span)
        return digest
    }
}

/// What `body` writes to `byteCount` bytes.
func bytes(
    _ byteCount: Int,
    _ body: (inout MutableSpan<UInt8>) throws -> Void
) rethrows -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var span = bytes.mutableSpan
    try body(&span)
    return bytes
}
