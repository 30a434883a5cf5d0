// SPDX-License-Identifier: Apache-2.0

internal import CLibcrypto
internal import HandshakeCore
internal import TestVectors

extension Group {
    /// Keys as files, right ones and changed ones: what one reads the other has to read, and as the same
    /// key, but for the rules that are known.
    static var keyFiles: [Group] {
        [
            Group(name: "key-der", shortCount: 1_500, longCount: 1_000_000) {
                draw,
                comparison,
                keys in
                let (original, name) = file(&draw, keys, isPEM: false)
                var bytes = original.bytes
                for _ in 0..<(draw.isOne(in: 8) ? 2 : 1) where !DERDamage.fields(of: bytes).isEmpty
                {
                    bytes = DERDamage.damaged(bytes, &draw)
                }
                KeyReading(format: original.format, bytes: bytes)
                    .compare(name, &comparison)
            },
            Group(name: "key-pem", shortCount: 600, longCount: 50_000) { draw, comparison, keys in
                let (original, name) = file(&draw, keys, isPEM: true)
                let bytes = PEMDamage.damaged(original.bytes, &draw)
                KeyReading(format: original.format, bytes: bytes)
                    .compare(name, &comparison)
            },
        ]
    }

    /// A file of libcrypto's, or of the vectors.
    private static func file(
        _ draw: inout Draw,
        _ keys: Keys,
        isPEM: Bool
    ) -> (reading: KeyReading, name: String) {
        if isPEM {
            let isPrivate = draw.isOne(in: 2)
            let text = isPrivate ? privateText(&draw) : publicText(&draw)
            return (
                KeyReading(
                    format: isPrivate ? LIBCRYPTO_PRIVATE_PEM : LIBCRYPTO_PUBLIC_PEM,
                    bytes: Array(text.utf8)
                ),
                isPrivate ? "a private key's PEM" : "a public key's PEM"
            )
        }
        let key = draw.element(
            of: draw.isOne(in: 20) ? keys.belowPrivate : keys.around2048
        )
        let (format, name) = draw.element(of: [
            (LIBCRYPTO_PRIVATE_PKCS1, "RSAPrivateKey"), (LIBCRYPTO_PRIVATE_PKCS8, "PrivateKeyInfo"),
            (LIBCRYPTO_PUBLIC_PKCS1, "RSAPublicKey"),
            (LIBCRYPTO_PUBLIC_SPKI, "SubjectPublicKeyInfo"),
        ])
        return (KeyReading(format: format, bytes: key.theirs.written(format)!), name)
    }

    private static func privateText(_ draw: inout Draw) -> String {
        if draw.isOne(in: 6) { return draw.element(of: RSAVectors.pssKeys).pkcs8PEM }
        let key = draw.element(of: RSAVectors.privateKeys.filter { $0.bitCount < 2100 })
        return draw.isOne(in: 2) ? key.pkcs1PEM : key.pkcs8PEM
    }

    private static func publicText(_ draw: inout Draw) -> String {
        if draw.isOne(in: 6) { return draw.element(of: RSAVectors.pssKeys).subjectPublicKeyInfoPEM }
        let key = draw.element(of: RSAVectors.keys)
        return draw.isOne(in: 2) ? key.publicPKCS1PEM : key.subjectPublicKeyInfoPEM
    }
}
