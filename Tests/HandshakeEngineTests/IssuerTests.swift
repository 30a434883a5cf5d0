// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import SwiftASN1
import Testing
import X509

/// Who may issue what (RFC 5280, sections 4.2.1.3, 4.2.1.9, 4.2.1.12 and 6.1.4).
@Suite struct IssuerTests {
    private static let leafless = Certificate.Extensions()

    private func authority(for usages: ExtendedKeyUsage.Usage...) -> Certificate.Extensions {
        try! Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            try ExtendedKeyUsage(usages)
        }
    }

    /// As OpenSSL and Go hold it, the root included.
    @Test func anAuthorityIssuesForItsOwnUsesOnly() async {
        let server = CertificateVerification.Peer.server(name: "host.server.test")
        for (usage, peer, isAllowed) in [
            (ExtendedKeyUsage.Usage.emailProtection, server, false),
            (.clientAuth, server, false),
            (.serverAuth, server, true),
            (.any, server, true),
            (.emailProtection, .client, false),
            (.serverAuth, .client, false),
            (.clientAuth, .client, true),
            (.any, .client, true),
        ] {
            let leaf = TestChain.server("host.server.test")
            let root = TestChain()
            let below = root.issue("Sub", extensions: authority(for: usage))
            let usualRoot = await root.roots.refusal(
                of: below.issue("leaf", extensions: leaf).chain,
                for: peer
            )
            let restricted = TestChain("Root", extensions: authority(for: usage))
            let restrictedRoot = await restricted.roots.refusal(
                of: restricted.issue("leaf", extensions: leaf).chain,
                for: peer
            )
            #expect(usualRoot?.code == (isAllowed ? nil : .wrongUsage))
            #expect(restrictedRoot?.code == (isAllowed ? nil : .wrongUsage))
            if let usualRoot {
                #expect(usualRoot.reason.contains("CN=Sub may not issue certificates for"))
            }
        }
    }

    /// A version 1 certificate cannot say whose it is: anybody's with one would be an authority.
    @Test func onlyATrustedCertificateOfVersion1IsAnAuthoritys() async {
        let root = TestChain()
        let old = root.issue("Old", version: .v1, extensions: Self.leafless)
        let refusal = await root.roots.refusal(
            of: old.issue("leaf", extensions: Self.leafless).chain
        )
        #expect(refusal?.code == .invalidChain)
        #expect(
            refusal?.reason == "CN=Old is not marked as an authority's, but issued CN=leaf"
        )
        let oldRoot = TestChain("Old root", version: .v1, extensions: Self.leafless)
        let below = oldRoot.issue("leaf", extensions: Self.leafless)
        #expect(await oldRoot.roots.refusal(of: below.chain) == nil)
    }

    @Test func aLeafIssuesNothing() async throws {
        let root = TestChain()
        for extensions in [
            Self.leafless,
            try Certificate.Extensions { BasicConstraints.notCertificateAuthority },
        ] {
            let other = root.issue("Other", extensions: extensions)
            let refusal = await root.roots.refusal(
                of: other.issue("leaf", extensions: Self.leafless).chain
            )
            #expect(
                refusal?.reason == "CN=Other is not marked as an authority's, but issued CN=leaf"
            )
        }
    }

    @Test func aPathMayBeNoLongerThanItsAuthoritiesAllow() async {
        let root = TestChain()
        let top = root.issue("Top", extensions: TestChain.authority(maxPathLength: 1))
        let one = top.issue("One").issue("leaf", extensions: Self.leafless)
        #expect(await root.roots.refusal(of: one.chain) == nil)
        let two = top.issue("One").issue("Two").issue("leaf", extensions: Self.leafless)
        let refusal = await root.roots.refusal(of: two.chain)
        #expect(refusal?.code == .invalidChain)
        #expect(refusal?.reason == "CN=Top allows 1 authorities below it, and there are 2")
    }

    /// A server's own certificate among the trusted ones, as a user may try it.
    @Test func aTrustedLeafIsToldFromAnAuthority() async {
        let own = TestChain("own", extensions: TestChain.server("own.server.test"))
        let refusal = await own.roots.refusal(of: [own.certificate])
        #expect(refusal?.reason == "CN=own is trusted, but not marked as an authority's")
    }

    @Test func criticalExtensionsAreNamed() async throws {
        let root = TestChain()
        let unknown = try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            Certificate.Extension(
                oid: [1, 3, 6, 1, 4, 1, 55555, 2],
                critical: true,
                value: [5, 0]
            )
        }
        let leaf = root.issue("leaf", extensions: unknown)
        let below = root.issue("Sub", extensions: unknown).issue("leaf", extensions: Self.leafless)
        for (chain, name) in [(leaf.chain, "CN=leaf"), (below.chain, "CN=Sub")] {
            let refusal = await root.roots.refusal(of: chain)
            #expect(
                refusal?.reason.contains(
                    "\(name) has the critical extension 1.3.6.1.4.1.55555.2, which is not supported"
                ) == true
            )
        }
    }

    /// Policies restrict nothing as long as any will do.
    @Test func criticalPoliciesAreUnderstood() async throws {
        let root = TestChain()
        // SEQUENCE { SEQUENCE { OBJECT IDENTIFIER 2.23.140.1.2.1 } }
        let policies: [UInt8] = [
            0x30, 0x0A, 0x30, 0x08, 0x06, 0x06, 0x67, 0x81, 0x0C, 0x01, 0x02, 0x01,
        ]
        let leaf = root.issue(
            "leaf",
            extensions: try Certificate.Extensions {
                Certificate.Extension(oid: [2, 5, 29, 32], critical: true, value: policies[...])
            }
        )
        #expect(await root.roots.refusal(of: leaf.chain) == nil)
    }

    /// What a user has to find, where no chain leads to a root.
    @Test func whereTheChainEndsIsSaid() async {
        let root = TestChain()
        let sub = root.issue("Sub")
        let leaf = sub.issue("leaf", extensions: Self.leafless)
        for (chain, roots, end) in [
            ([leaf.certificate], root, ": the certificate of CN=Sub is neither trusted nor sent"),
            (
                leaf.chain, TestChain("Other"),
                ": the certificate of CN=Root is neither trusted nor sent"
            ),
            (leaf.chain + [root.certificate], TestChain("Other"), ": CN=Root is not trusted"),
            (leaf.chain, TestChain("Root"), ", though CN=Root is the name of one"),
        ] {
            let refusal = await roots.roots.refusal(of: chain)
            #expect(
                refusal?.reason == "no chain from CN=leaf leads to a trusted authority" + end
            )
        }
    }

    /// Names come from strangers, and reasons go to logs.
    @Test func aReasonIsOneShortLine() async throws {
        let long = String(repeating: "long ", count: 1000)
        for name in ["two\nlines\u{1B}[31m", long] {
            let refusal = try #require(
                await TestChain().roots.refusal(of: TestChain("Stranger").issue(name).chain)
            )
            #expect(refusal.reason.count < 400)
            #expect(!refusal.reason.contains { $0.isNewline || $0 == "\u{1B}" })
        }
    }
}
