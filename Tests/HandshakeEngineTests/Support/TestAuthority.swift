// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import TestVectors
import X509

/// A certificate authority and what it issues, from the keys of the vectors.
struct TestAuthority: Sendable {
    static let shared = TestAuthority(named: "Test CA", key: "rsa2048")
    /// One that nobody trusts.
    static let stranger = TestAuthority(named: "Stranger CA", key: "rsa2048")

    /// One that goes by the name of the one that is trusted.
    static let impostor = TestAuthority(named: "Test CA", key: "rsa2048-second")

    static let now = Date()
    private static let hour: TimeInterval = 60 * 60

    let certificate: Certificate
    private let name: DistinguishedName
    private let key: Certificate.PrivateKey

    init(named commonName: String, key keyName: String, keyUsage: KeyUsage? = nil) {
        name = try! DistinguishedName { CommonName(commonName) }
        key = try! Certificate.PrivateKey(pemEncoded: RSAVectors.key(keyName).pkcs8PEM)
        certificate = try! Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: Self.now - Self.hour,
            notValidAfter: Self.now + Self.hour,
            issuer: name,
            subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                if let keyUsage { Critical(keyUsage) }
            },
            issuerPrivateKey: key
        )
    }

    var roots: TLSTrustRoots { TLSTrustRoots([certificate]) }

    /// What a certificate is for.
    struct Subject: Sendable {
        var commonName: String
        var names: [GeneralName] = []
        var usage: ExtendedKeyUsage.Usage?
        var keyUsage: KeyUsage?
        var key: String
        var notBefore = TestAuthority.now - TestAuthority.hour
        var notAfter = TestAuthority.now + TestAuthority.hour

        static let server = Subject(
            commonName: "server",
            names: [
                .dnsName("server.test"), .dnsName("other.test"),
                .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
            ],
            usage: .serverAuth,
            key: "rsa2048-second"
        )
        static let client = Subject(
            commonName: "client",
            usage: .clientAuth,
            key: "rsa2048-primes-swapped"
        )
    }

    func issue(_ subject: Subject) -> Certificate {
        let publicKey = try! Certificate.PublicKey(
            pemEncoded: RSAVectors.key(subject.key).subjectPublicKeyInfoPEM
        )
        return try! Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: subject.notBefore,
            notValidAfter: subject.notAfter,
            issuer: name,
            subject: try DistinguishedName { CommonName(subject.commonName) },
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                if let usage = subject.usage { try ExtendedKeyUsage([usage]) }
                if let keyUsage = subject.keyUsage { Critical(keyUsage) }
                if !subject.names.isEmpty { SubjectAlternativeNames(subject.names) }
            },
            issuerPrivateKey: key
        )
    }

    func credential(_ subject: Subject) -> TLSCredential {
        try! TLSCredential(
            certificateChain: [issue(subject)],
            privateKey: Self.privateKey(subject.key)
        )
    }

    /// A credential whose operations leave as requests.
    func externalCredential(_ subject: Subject) -> TLSCredential {
        try! TLSCredential(
            certificateChain: [issue(subject)],
            externalPrivateKey: Self.privateKey(subject.key).publicKey
        )
    }

    static func privateKey(_ name: String) -> RSAPrivateKey {
        try! RSAPrivateKey(pemRepresentation: RSAVectors.key(name).pkcs8PEM)
    }
}
