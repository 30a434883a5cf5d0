// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import TestVectors
import X509

/// A certificate that its own key has signed, and the key. No two have one serial number.
struct TestPair: Sendable {
    enum Kind: String, CaseIterable {
        case rsa = "rsa2048"
        case otherRSA = "rsa2048-second"
        case p256, ed25519
    }

    let certificatePEM: String
    let keyPEM: String
    let certificate: NIOSSLCertificate

    init(
        _ kind: Kind,
        serverNames: [String] = ["localhost"],
        notValidBefore: Date = .now - 3600,
        notValidAfter: Date = .now + 86_400
    ) throws {
        let key =
            switch kind {
            case .rsa, .otherRSA:
                try Certificate.PrivateKey(pemEncoded: RSAVectors.key(kind.rawValue).pkcs8PEM)
            case .p256: Certificate.PrivateKey(P256.Signing.PrivateKey())
            case .ed25519: Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
            }
        let subject = try DistinguishedName { CommonName(serverNames.first ?? "nobody") }
        let issued = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: notValidBefore,
            notValidAfter: notValidAfter,
            issuer: subject,
            subject: subject,
            extensions: Certificate.Extensions {
                SubjectAlternativeNames(serverNames.map { .dnsName($0) })
            },
            issuerPrivateKey: key
        )
        keyPEM = try key.serializeAsPEM().pemString + "\n"
        certificatePEM = try issued.serializeAsPEM().pemString + "\n"
        certificate = try NIOSSLCertificate(bytes: Array(certificatePEM.utf8), format: .pem)
    }
}
