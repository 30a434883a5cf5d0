// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeCore
import HandshakeEngine
import SwiftASN1
import TestVectors
import X509

/// A certificate authority, and a server and a client that it vouches for.
enum TestCredentials {
    static let serverName = "server.test"
    private static let authorityName = "Test CA"
    private static let authorityKey = "rsa2048"
    private static let serverKey = "rsa2048-second"
    private static let clientKey = "rsa2048-primes-swapped"

    static func roots() throws -> TLSTrustRoots {
        TLSTrustRoots([
            try certificate(authorityName, key: authorityKey) {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            }
        ])
    }

    static func client(trusting roots: TLSTrustRoots? = nil) throws -> TLSClientConfiguration {
        TLSClientConfiguration(
            serverName: serverName,
            trustRoots: try roots ?? Self.roots()
        )
    }

    static func server() throws -> TLSServerConfiguration {
        TLSServerConfiguration(
            credential: try serverCredential { chain, key in
                try TLSCredential(certificateChain: chain, privateKey: key)
            }
        )
    }

    /// A server whose key is somewhere else.
    static func serverWithExternalKey() throws -> (TLSServerConfiguration, RSAPrivateKey) {
        let credential = try serverCredential { chain, key in
            try TLSCredential(certificateChain: chain, externalPrivateKey: key.publicKey)
        }
        return (TLSServerConfiguration(credential: credential), try privateKey(serverKey))
    }

    private static func serverCredential(
        _ make: ([Certificate], RSAPrivateKey) throws -> TLSCredential
    ) throws -> TLSCredential {
        let leaf = try certificate("server", key: serverKey) {
            SubjectAlternativeNames([.dnsName(serverName)])
            try ExtendedKeyUsage([.serverAuth])
        }
        return try make([leaf], privateKey(serverKey))
    }

    static func clientCredential() throws -> TLSCredential {
        let leaf = try certificate("client", key: clientKey) {
            try ExtendedKeyUsage([.clientAuth])
        }
        return try TLSCredential(certificateChain: [leaf], privateKey: privateKey(clientKey))
    }

    private static func privateKey(_ name: String) throws -> RSAPrivateKey {
        try RSAPrivateKey(pemRepresentation: RSAVectors.key(name).pkcs8PEM)
    }

    private static func certificate(
        _ name: String,
        key: String,
        @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
    ) throws -> Certificate {
        let hour: TimeInterval = 3600
        return try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(
                pemEncoded: RSAVectors.key(key).subjectPublicKeyInfoPEM
            ),
            notValidBefore: Date() - hour,
            notValidAfter: Date() + hour,
            issuer: DistinguishedName { CommonName(authorityName) },
            subject: DistinguishedName { CommonName(name) },
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions(builder: extensions),
            issuerPrivateKey: Certificate.PrivateKey(
                pemEncoded: RSAVectors.key(authorityKey).pkcs8PEM
            )
        )
    }
}
