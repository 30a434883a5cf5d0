// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

extension BenchmarkKey {
    /// The RSA private key in PEM text. Peers need its numbers: they are copied, and not wiped.
    public init(pem text: Span<UInt8>) throws {
        let components = try RSAPrivateKey(pemRepresentation: text).components()
        func copy(_ secret: borrowing SecretBytes) -> [UInt8] {
            secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        }
        self.init(
            n: components.n,
            e: components.e,
            d: copy(components.d),
            p: copy(components.p),
            q: copy(components.q),
            dP: copy(components.dP),
            dQ: copy(components.dQ),
            qInv: copy(components.qInv)
        )
    }

    /// The key as ours.
    func privateKey() throws -> RSAPrivateKey {
        let components = RSAPrivateKeyComponents(
            n: n,
            e: e,
            d: SecretBytes(copying: d.span),
            p: SecretBytes(copying: p.span),
            q: SecretBytes(copying: q.span),
            dP: SecretBytes(copying: dP.span),
            dQ: SecretBytes(copying: dQ.span),
            qInv: SecretBytes(copying: qInv.span)
        )
        return try RSAPrivateKey(components)
    }
}
