// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
internal import TestSupport
package import TestVectors

/// A key of `rsa-keys.json`, with changes that a test makes to it.
package struct RSATestKey: CustomStringConvertible, Sendable {
    package var name: String
    package var n: [UInt8]
    package var e: [UInt8]
    package var d: [UInt8]
    package var p: [UInt8]
    package var q: [UInt8]
    package var dP: [UInt8]
    package var dQ: [UInt8]
    package var qInv: [UInt8]

    package init(_ vector: RSAKeyVector) {
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

    package init(_ vector: RSAPrimeVector) {
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

    package var description: String { name }

    package static let all = RSAVectors.keys.map(RSATestKey.init)

    /// Those that a private key can be made of.
    package static let large = RSAVectors.privateKeys.map(RSATestKey.init)

    package static func named(_ name: String) -> RSATestKey { RSATestKey(RSAVectors.key(name)) }

    /// The components, with some of them replaced.
    package func components(_ change: (inout RSATestKey) -> Void = { _ in })
        -> RSAPrivateKeyComponents
    {
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

    package func privateKey(
        usage: RSAKeyUsage = .unrestricted,
        kernel: RSAKernel? = nil
    ) throws -> RSAPrivateKey {
        try RSAPrivateKey(components(), usage: usage, kernel: kernel)
    }

    package func publicKey(
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

    package static let kernels = RSAKernel.tested
}

/// What `body` writes to `byteCount` bytes.
package func bytes(
    _ byteCount: Int,
    _ body: (inout MutableSpan<UInt8>) throws -> Void
) rethrows -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var span = bytes.mutableSpan
    try body(&span)
    return bytes
}
