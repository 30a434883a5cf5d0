// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCertificates
import HandshakeCore
import HandshakeNIOSSL
import NIOSSL
import SwiftASN1
import TestVectors
import X509

/// A key of the test vectors with a certificate of its own, for "localhost" and 127.0.0.1.
struct TestIdentity: Sendable {
    let name: String
    let key: RSAPrivateKey
    let keyPEM: String
    let certificatePEM: String
    let certificate: NIOSSLCertificate

    init(_ name: String, serverName: String = "localhost") throws {
        self.name = name
        keyPEM = RSAVectors.key(name).pkcs8PEM
        key = try RSAPrivateKey(pemRepresentation: keyPEM)
        let signer = try RSASigner(key)
        let subject = try DistinguishedName { CommonName(serverName) }
        let issued = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: signer.publicKey,
            notValidBefore: .now - 3600,
            notValidAfter: .now + 86_400,
            issuer: subject,
            subject: subject,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(
                    KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true)
                )
                SubjectAlternativeNames([
                    .dnsName(serverName),
                    .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                ])
            },
            issuerPrivateKey: Certificate.PrivateKey(signer)
        )
        certificatePEM = try issued.serializeAsPEM().pemString + "\n"
        certificate = try NIOSSLCertificate(bytes: Array(certificatePEM.utf8), format: .pem)
    }

    /// The identity with the library's key.
    func accelerated(
        _ change: (inout AcceleratedRSAPrivateKey.Configuration) -> Void = { _ in }
    ) throws -> AcceleratedRSAPrivateKey {
        var configuration = AcceleratedRSAPrivateKey.Configuration()
        change(&configuration)
        return try AcceleratedRSAPrivateKey(
            key,
            certificate: certificate,
            configuration: configuration
        )
    }

    /// What a server needs that shows this identity.
    func serverConfiguration(_ key: AcceleratedRSAPrivateKey) -> TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(key.nioSSLPrivateKey)
        )
    }

    /// What a client needs that trusts this identity alone.
    var clientConfiguration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([certificate])
        return configuration
    }
}
