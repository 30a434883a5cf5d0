// SPDX-License-Identifier: Apache-2.0

private import CryptoExtras
private import Foundation
private import SwiftASN1
internal import X509

/// The certificates of the TLS workloads of one server key: an authority, and the server's and the
/// client's certificates, issued by it, all with keys of one size. Made when first asked for.
final class TLSFixture {
    static let serverName = "server.test"

    /// A certificate with its key, as peers take them.
    struct Identity {
        let certificate: Certificate
        /// DER.
        let certificateBytes: [UInt8]
        /// RSAPrivateKey of RFC 8017 A.1.2, in DER.
        let key: [UInt8]
    }

    let bitCount: Int
    private let serverKey: BenchmarkKey
    private var made: (authority: Identity, server: Identity, client: Identity)?

    init(serverKey: BenchmarkKey) {
        self.serverKey = serverKey
        bitCount = serverKey.bitCount
    }

    func identities() throws -> (authority: Identity, server: Identity, client: Identity) {
        if let made { return made }
        let keys = TLSKeys.fixed(bitCount: bitCount)
        let authorityName = try DistinguishedName { CommonName("Benchmark CA") }
        let authorityKey = try _RSA.Signing.PrivateKey(derRepresentation: Data(keys.authority))
        func issue(
            _ number: UInt8,
            _ name: DistinguishedName,
            _ key: [UInt8],
            _ extensions: Certificate.Extensions
        ) throws -> Identity {
            let publicKey = try _RSA.Signing.PrivateKey(derRepresentation: Data(key)).publicKey
            // From one fixed day to another: long enough, and the same bytes on every run.
            let certificate = try Certificate(
                version: .v3,
                serialNumber: .init(bytes: [number]),
                publicKey: .init(publicKey),
                notValidBefore: Date(timeIntervalSince1970: 1_700_000_000),
                notValidAfter: Date(timeIntervalSince1970: 4_000_000_000),
                issuer: authorityName,
                subject: name,
                signatureAlgorithm: .sha256WithRSAEncryption,
                extensions: extensions,
                issuerPrivateKey: .init(authorityKey)
            )
            var serializer = DER.Serializer()
            try certificate.serialize(into: &serializer)
            return Identity(
                certificate: certificate,
                certificateBytes: serializer.serializedBytes,
                key: key
            )
        }
        let identities = (
            authority: try issue(
                1,
                authorityName,
                keys.authority,
                try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    Critical(KeyUsage(keyCertSign: true))
                }
            ),
            server: try issue(
                2,
                try DistinguishedName { CommonName(Self.serverName) },
                serverKey.pkcs1,
                try Certificate.Extensions {
                    Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
                    try ExtendedKeyUsage([.serverAuth])
                    SubjectAlternativeNames([.dnsName(Self.serverName)])
                }
            ),
            client: try issue(
                3,
                try DistinguishedName { CommonName("Benchmark client") },
                keys.client,
                try Certificate.Extensions {
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([.clientAuth])
                    SubjectAlternativeNames([.dnsName("client.test")])
                }
            )
        )
        made = identities
        return identities
    }
}
