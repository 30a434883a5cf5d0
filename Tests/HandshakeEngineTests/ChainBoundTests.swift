// SPDX-License-Identifier: Apache-2.0

import Crypto
import HandshakeEngine
import Testing
import X509

/// What a peer can make a verification cost.
@Suite(.timeLimit(.minutes(5))) struct ChainBoundTests {
    private static let root = TestChain()

    /// A leaf and `count` certificates of one subject and key, each of which may be the issuer of
    /// each: they differ in their names only. n! ways lead through them, none to a root.
    private static func mesh(_ count: Int) -> [Certificate] {
        let authority = TestChain("Mesh")
        let others = (0..<count).map { number in
            authority.issue(
                "Mesh",
                key: authority.key,
                extensions: try! Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    SubjectAlternativeNames([.dnsName("i\(number).test")])
                }
            ).certificate
        }
        return authority.issue("leaf", extensions: Certificate.Extensions()).chain + others
    }

    @Test func aMeshOfOneKeyIsCutShort() async throws {
        let refusal = try #require(await Self.root.roots.refusal(of: Self.mesh(9)))
        #expect(refusal.code == .unknownAuthority)
        #expect(refusal.alert == .unknownCA)
        #expect(refusal.reason.contains("no more than 2 of the certificates of CN=Mesh"))
    }

    /// Each authority has a key of its own, and a certificate of each other's: ways without end, too.
    @Test func aMeshOfManyKeysIsCutShort() async throws {
        let authorities = (0..<3).map { _ in TestChain("Mesh") }
        var chain = authorities[0].issue("leaf", extensions: Certificate.Extensions()).chain
        for (number, issuer) in authorities.enumerated() {
            for (other, subject) in authorities.enumerated() where number != other {
                chain.append(issuer.issue("Mesh", key: subject.key).certificate)
            }
        }
        let roots = Self.root.roots
        let refusal = try #require(await roots.refusal(of: chain) { $0.signatureCheckCount = 20 })
        #expect(refusal.code == .unknownAuthority)
        #expect(refusal.reason.contains("the limit of 20 signature checks"))
    }

    /// It is spent on the roots as well, of which many may have one name.
    @Test func theLimitHoldsForRootsToo() async throws {
        let others = (0..<9).map { _ in TestChain().certificate }
        let leaf = Self.root.issue("leaf", extensions: Certificate.Extensions())
        let roots = TLSTrustRoots(others + [Self.root.certificate])
        #expect(await roots.refusal(of: leaf.chain) == nil)
        for count in [9, 0, -1, .min] {
            let refusal = await roots.refusal(of: leaf.chain) { $0.signatureCheckCount = count }
            #expect(refusal?.code == .unknownAuthority)
        }
    }

    /// Nine authorities above a leaf, all of one name: as many candidates at each step as there are.
    @Test func theLongestHonestChainIsWithinTheLimits() async {
        var tip = Self.root
        for _ in 0..<9 { tip = tip.issue("Same") }
        let leaf = tip.issue("leaf", extensions: Certificate.Extensions())
        #expect(await Self.root.roots.refusal(of: leaf.chain) == nil)
    }

    /// Two certificates of one authority, the first from nobody that is trusted; and copies, which do
    /// not count.
    @Test func aCrossSignedAuthorityIsFound() async {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let old = TestChain("Old root").issue("Authority", key: key)
        let new = Self.root.issue("Authority", key: key)
        let leaf = new.issue("leaf", extensions: Certificate.Extensions()).certificate
        let chain = [leaf, old.certificate, old.certificate, old.certificate, new.certificate]
        #expect(await Self.root.roots.refusal(of: chain) == nil)
        let refusal = await Self.root.roots.refusal(of: chain) {
            $0.certificatesPerSubjectAndKey = 1
        }
        #expect(refusal?.reason.contains("no more than 1 of the certificates") == true)
    }

    /// Nobody waits for it then.
    @Test func aVerificationEndsWhenItsTaskIsCancelled() async throws {
        let chain = Self.mesh(9)
        let roots = Self.root.roots
        let task = Task {
            await roots.refusal(of: chain) {
                $0.certificatesPerSubjectAndKey = 9
                $0.signatureCheckCount = .max
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        let refusal = try #require(await task.value)
        #expect(refusal.reason.contains("cancelled"))
    }

    /// An authority that is held to thousands of names, and a leaf that has as many.
    @Test func comparisonsOfNamesAreLimited() async throws {
        let authority = Self.root.issue(
            "Constrained",
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                NameConstraints(permittedDNSDomains: (0..<300).map { "d\($0).test" } + ["test"])
            }
        )
        let leaf = authority.issue(
            "leaf",
            extensions: TestChain.server((0..<100).map { .dnsName("h\($0).test") })
        )
        let roots = Self.root.roots
        #expect(await roots.refusal(of: leaf.chain) == nil)
        let refusal = try #require(
            await roots.refusal(of: leaf.chain) { $0.nameComparisonCount = 30_000 }
        )
        #expect(refusal.code == .invalidChain)
        #expect(refusal.reason.contains("more names than may be compared"))
    }
}
