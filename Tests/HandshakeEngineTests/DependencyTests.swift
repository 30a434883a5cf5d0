// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import HandshakeEngine
import SwiftASN1
import Testing
import X509

/// The faults of dependencies that docs/dependencies.md describes: a test that fails says that its
/// guard here is no longer needed.
@Suite(.timeLimit(.minutes(5))) struct DependencyTests {
    private static let mended: Comment = "mended; docs/dependencies.md says what to remove"

    private func isAccepted(
        _ leaf: TestChain,
        below root: TestChain,
        by policy: some VerifierPolicy
    ) async -> Bool {
        var verifier = Verifier(rootCertificates: CertificateStore([root.certificate])) { policy }
        let result = await verifier.validate(
            leaf: leaf.certificate,
            intermediates: CertificateStore(leaf.chain.dropFirst())
        )
        if case .validCertificate = result { return true }
        return false
    }

    /// `ChainSearch`, `IssuerStore`
    @Test func theVerifierWalksEveryWayThroughAMesh() async throws {
        let mesh = TestChain("Mesh")
        let issuers = try (0..<5).map { number in
            try mesh.issue(
                "Mesh",
                key: mesh.key,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    SubjectAlternativeNames([.dnsName("i\(number).test")])
                }
            ).certificate
        }
        let leaf = mesh.issue("leaf", extensions: Certificate.Extensions()).certificate
        var verifier = Verifier(rootCertificates: CertificateStore([])) { RFC5280Policy() }
        var stepCount = 0
        _ = await verifier.validate(leaf: leaf, intermediates: CertificateStore(issuers)) { _ in
            stepCount += 1
        }
        #expect(stepCount > 120, Self.mended)
    }

    /// `NameConstraintRules`
    @Test(arguments: ["*.example.test", "bad.example.test.", "b*.example.test"])
    func excludedNamesPass(name: String) async throws {
        let root = TestChain()
        let authority = root.issue(
            "Constrained",
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(NameConstraints(excludedDNSDomains: ["bad.example.test"]))
            }
        )
        let leaf = authority.issue("leaf", extensions: TestChain.server(name))
        let policies = BothPolicies(server: "bad.example.test")
        #expect(await isAccepted(leaf, below: root, by: policies), Self.mended)
    }

    /// `IssuerRules`
    @Test func aVersion1CertificateIssues() async {
        let root = TestChain()
        let old = root.issue("Old", version: .v1, extensions: Certificate.Extensions())
        let leaf = old.issue("leaf", extensions: Certificate.Extensions())
        #expect(await isAccepted(leaf, below: root, by: RFC5280Policy()), Self.mended)
    }

    /// `ServerIdentity`
    @Test(arguments: [
        ("*", "localhost"), ("*.test", "a.test"), ("l*.example.test", "localhost.example.test"),
        ("a.test.", "a.test"),
    ])
    func namesMatchTooFreely(presented: String, server: String) async {
        let root = TestChain()
        let leaf = root.issue("leaf", extensions: TestChain.server(presented))
        let policies = BothPolicies(server: server)
        #expect(await isAccepted(leaf, below: root, by: policies), Self.mended)
    }

    /// `EphemeralKey`
    @Test func aKeyOfZerosHasASharedSecret() throws {
        let zeros = try Curve25519.KeyAgreement.PublicKey(
            rawRepresentation: [UInt8](repeating: 0, count: 32)
        )
        let key = Curve25519.KeyAgreement.PrivateKey()
        let secret = try? key.sharedSecretFromKeyAgreement(with: zeros)
        let isZero = unsafe secret?.withUnsafeBytes { unsafe $0.allSatisfy { $0 == 0 } }
        #expect(isZero == true, Self.mended)
    }
}

/// The two policies for servers, as users of swift-certificates put them together.
private struct BothPolicies: VerifierPolicy {
    private let rules = RFC5280Policy()
    private var identity: ServerIdentityPolicy

    init(server: String) {
        identity = ServerIdentityPolicy(serverHostname: server, serverIP: nil)
    }

    var verifyingCriticalExtensions: [ASN1ObjectIdentifier] {
        rules.verifyingCriticalExtensions + identity.verifyingCriticalExtensions
    }

    mutating func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult {
        let result = rules.chainMeetsPolicyRequirements(chain: chain)
        guard case .meetsPolicy = result else { return result }
        return identity.chainMeetsPolicyRequirements(chain: chain)
    }
}
