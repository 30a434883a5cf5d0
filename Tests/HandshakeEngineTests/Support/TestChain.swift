// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import HandshakeEngine
import X509

/// A certificate with its key and all that is above it, for tests of what a chain must meet: of any
/// shape, with keys of P-256, which are quick to make.
struct TestChain: Sendable {
    let certificate: Certificate
    let key: Certificate.PrivateKey
    /// Leaf first, without the root.
    let chain: [Certificate]

    /// What makes an authority.
    static func authority(maxPathLength: Int? = nil) -> Certificate.Extensions {
        try! Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: maxPathLength))
        }
    }

    /// A server's with these names.
    static func server(_ names: String...) -> Certificate.Extensions {
        server(names.map { .dnsName($0) })
    }

    static func server(_ names: [GeneralName]) -> Certificate.Extensions {
        try! Certificate.Extensions { SubjectAlternativeNames(names) }
    }

    /// A root.
    init(
        _ name: String = "Root",
        version: Certificate.Version = .v3,
        extensions: Certificate.Extensions = TestChain.authority()
    ) {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try! DistinguishedName { CommonName(name) }
        certificate = Self.certificate(name, key, name, key, version, extensions)
        self.key = key
        chain = []
    }

    private init(_ certificate: Certificate, _ key: Certificate.PrivateKey, below: [Certificate]) {
        self.certificate = certificate
        self.key = key
        chain = [certificate] + below
    }

    var roots: TLSTrustRoots { TLSTrustRoots([certificate]) }

    /// A certificate that this one issues: a further authority's unless it says otherwise.
    func issue(
        _ name: String,
        version: Certificate.Version = .v3,
        key: Certificate.PrivateKey = Certificate.PrivateKey(P256.Signing.PrivateKey()),
        extensions: Certificate.Extensions = TestChain.authority()
    ) -> TestChain {
        let name = try! DistinguishedName { CommonName(name) }
        return TestChain(
            Self.certificate(name, key, certificate.subject, self.key, version, extensions),
            key,
            below: chain
        )
    }

    private static func certificate(
        _ subject: DistinguishedName,
        _ key: Certificate.PrivateKey,
        _ issuer: DistinguishedName,
        _ issuerKey: Certificate.PrivateKey,
        _ version: Certificate.Version,
        _ extensions: Certificate.Extensions
    ) -> Certificate {
        try! Certificate(
            version: version,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: TestAuthority.now - 3600,
            notValidAfter: TestAuthority.now + 3600,
            issuer: issuer,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions,
            issuerPrivateKey: issuerKey
        )
    }
}

extension TLSTrustRoots {
    /// Why a chain, leaf first, is refused; `nil` if it is accepted.
    func refusal(
        of chain: [Certificate],
        for peer: CertificateVerification.Peer = .client,
        _ change: (inout TLSConnectionLimits) -> Void = { _ in }
    ) async -> TLSCertificateRefusal? {
        var limits = TLSConnectionLimits()
        change(&limits)
        let verification = CertificateVerification(
            peer: peer,
            trustRoots: self,
            policies: { [] },
            limits: limits,
            now: { TestAuthority.now }
        )
        switch await verification.verify(chain) {
        case .accepted: return nil
        case .refused(let refusal): return refusal
        }
    }
}
