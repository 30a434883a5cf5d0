// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import SwiftASN1
import Testing
import X509

/// Which names an authority may give (RFC 5280, section 4.2.1.10).
@Suite struct NameConstraintTests {
    private static let root = TestChain()

    /// Why a leaf with these names is refused below an authority with these constraints.
    private func refusal(
        of names: [GeneralName],
        below constraints: NameConstraints
    ) async throws -> TLSCertificateRefusal? {
        let authority = Self.root.issue(
            "Constrained",
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(constraints)
            }
        )
        let leaf = authority.issue("leaf", extensions: TestChain.server(names))
        let refusal = await Self.root.roots.refusal(of: leaf.chain)
        if let refusal {
            #expect(refusal.code == .invalidChain)
            #expect(!refusal.reason.contains("Certificate("))
        }
        return refusal
    }

    private static func address(_ bytes: UInt8...) -> ASN1OctetString {
        ASN1OctetString(contentBytes: bytes[...])
    }

    /// A wildcard stands for an excluded name, too, if that is right below it (CVE-2025-61727 in Go).
    @Test func anExcludedNameIsOutOfReach() async throws {
        let excluded = NameConstraints(excludedDNSDomains: ["bad.example.test"])
        for name in [
            "bad.example.test", "BAD.Example.Test", "deep.bad.example.test", "*.bad.example.test",
            "*.example.test", "*.EXAMPLE.test",
        ] {
            let refusal = try await refusal(of: [.dnsName(name)], below: excluded)
            #expect(
                refusal?.reason == "CN=Constrained may not issue certificates for \(name)",
                "\(name)"
            )
        }
        for name in [
            "good.example.test", "example.test", "*.other.example.test", "notbad.example.test",
        ] {
            #expect(try await refusal(of: [.dnsName(name)], below: excluded) == nil, "\(name)")
        }
    }

    /// A name that is none may be read as one by whoever compares it: with a trailing dot, say.
    @Test func whatIsNoNameIsNotOutsideAConstraint() async throws {
        for constraints in [
            NameConstraints(excludedDNSDomains: ["bad.example.test"]),
            NameConstraints(permittedDNSDomains: ["example.test"]),
        ] {
            for name in [
                "bad.example.test.", "*", "*.test", "b*.example.test", "bad..example.test",
                "*.*.example.test", "", ".", "bad.example.test\0.good.example.test", "1.2.3.4",
                String(repeating: "a", count: 64) + ".example.test",
            ] {
                #expect(
                    try await refusal(of: [.dnsName(name)], below: constraints) != nil,
                    "\(name)"
                )
            }
        }
        // Where nothing constrains such names, another one may still be the server's.
        #expect(
            try await refusal(
                of: [.dnsName("a."), .dnsName("example.test")],
                below: NameConstraints(permittedIPRanges: [Self.address(0, 0, 0, 0, 0, 0, 0, 0)])
            ) == nil
        )
    }

    @Test func aPermittedDomainHoldsAllThatANameStandsFor() async throws {
        let permitted = NameConstraints(permittedDNSDomains: ["example.test", "one.other.test"])
        for name in ["example.test", "a.b.example.test", "*.example.test", "*.one.other.test"] {
            #expect(try await refusal(of: [.dnsName(name)], below: permitted) == nil, "\(name)")
        }
        let below = NameConstraints(permittedDNSDomains: [".example.test"])
        for (constraints, name) in [
            (permitted, "test"), (permitted, "badexample.test"), (permitted, "*.other.test"),
            (permitted, "elsewhere.test"), (below, "example.test"),
        ] {
            // In these words, so that it is not the package's own policy that refuses it.
            let refusal = try await refusal(of: [.dnsName(name)], below: constraints)
            #expect(refusal?.reason == "CN=Constrained may not issue certificates for \(name)")
        }
        #expect(try await refusal(of: [.dnsName("a.example.test")], below: below) == nil)
        #expect(try await refusal(of: [.dnsName("*.example.test")], below: below) == nil)
        let all = NameConstraints(permittedDNSDomains: [""])
        #expect(try await refusal(of: [.dnsName("example.test")], below: all) == nil)
    }

    /// A constraint that is none binds nobody: it is not taken for one that is met.
    @Test func aBrokenConstraintRefuses() async throws {
        let name = GeneralName.dnsName("good.example.test")
        let address = GeneralName.ipAddress(Self.address(10, 0, 0, 1))
        for (constraints, name) in [
            (NameConstraints(excludedDNSDomains: ["*.example.test"]), name),
            (NameConstraints(excludedDNSDomains: ["exa mple.test"]), name),
            (NameConstraints(excludedDNSDomains: ["..test"]), name),
            (
                NameConstraints(excludedIPRanges: [Self.address(10, 0, 0, 0, 255, 0, 255, 0)]),
                address
            ),
            (NameConstraints(excludedIPRanges: [Self.address(10, 0, 0, 0)]), address),
            (
                NameConstraints(forbiddenURIDomains: ["bad host"]),
                .uniformResourceIdentifier("a://b.test/")
            ),
        ] {
            let refusal = try await refusal(of: [name], below: constraints)
            #expect(refusal?.reason == "CN=Constrained has name constraints that cannot be read")
        }
    }

    @Test func addressesAreHeldToTheirRanges() async throws {
        let range = Self.address(10, 0, 0, 0, 255, 0, 0, 0)
        let inside = GeneralName.ipAddress(Self.address(10, 1, 2, 3))
        let outside = GeneralName.ipAddress(Self.address(11, 1, 2, 3))
        let broken = GeneralName.ipAddress(Self.address(10, 1, 2))
        let version6 = GeneralName.ipAddress(
            ASN1OctetString(contentBytes: [UInt8](repeating: 10, count: 16)[...])
        )
        let permitted = NameConstraints(permittedIPRanges: [range])
        let excluded = NameConstraints(excludedIPRanges: [range])
        #expect(try await refusal(of: [inside], below: permitted) == nil)
        #expect(try await refusal(of: [outside], below: excluded) == nil)
        #expect(try await refusal(of: [version6], below: excluded) == nil)
        #expect(
            try await refusal(of: [outside], below: permitted)?.reason
                == "CN=Constrained may not issue certificates for 11.1.2.3"
        )
        #expect(try await refusal(of: [inside], below: excluded) != nil)
        #expect(try await refusal(of: [version6], below: permitted) != nil)
        for constraints in [permitted, excluded] {
            #expect(try await refusal(of: [broken], below: constraints) != nil)
        }
    }

    /// A URI whose host is not beyond doubt is refused.
    @Test func hostsOfURIsAreHeldToTheirDomains() async throws {
        func name(_ text: String) -> [GeneralName] { [.uniformResourceIdentifier(text)] }
        let permitted = NameConstraints(permittedURIDomains: ["good.test", ".below.test"])
        for text in ["spiffe://good.test/a", "https://GOOD.test:8443?b", "a://x.below.test"] {
            #expect(try await refusal(of: name(text), below: permitted) == nil, "\(text)")
        }
        for text in [
            "a://bad.test/", "a://x.good.test/", "a://below.test/", "a://good.test@bad.test/",
            "a://bad.test\\@good.test/", "a://10.0.0.1/", "a://[::1]/", "urn:good.test",
            "good.test",
            "a:///good.test", "a://*.below.test/", "a://good.test:x/",
        ] {
            #expect(try await refusal(of: name(text), below: permitted) != nil, "\(text)")
        }
        let excluded = NameConstraints(forbiddenURIDomains: ["bad.test", ".below.test"])
        #expect(try await refusal(of: name("a://good.test/"), below: excluded) == nil)
        for text in [
            "a://BAD.test:1/", "a://x.below.test/", "a://10.0.0.1/", "urn:x", "a://b@c.test",
        ] {
            #expect(try await refusal(of: name(text), below: excluded) != nil, "\(text)")
        }
    }

    /// What cannot be compared here is refused, whether the name at hand is of that kind or not.
    @Test func constraintsOfOtherKindsRefuse() async throws {
        let directory = try DistinguishedName { OrganizationName("Other") }
        for subtree in [
            GeneralName.directoryName(directory), .rfc822Name("example.test"),
            .registeredID([1, 2, 3]),
        ] {
            for constraints in [
                NameConstraints(permittedSubtrees: [.dnsName("example.test"), subtree]),
                NameConstraints(excludedSubtrees: [subtree]),
            ] {
                let refusal = try await refusal(of: [.dnsName("example.test")], below: constraints)
                #expect(refusal?.reason.contains("of a kind that is not supported") == true)
            }
        }
    }

    /// The constraints of each authority hold for all that is below it, and a root's do, too.
    @Test func constraintsReachDownTheWholeChain() async throws {
        let constrained = try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            Critical(NameConstraints(excludedDNSDomains: ["bad.example.test"]))
        }
        let names = TestChain.server("*.example.test")
        let restricted = TestChain("Root", extensions: constrained)
        let below = Self.root.issue("Sub", extensions: constrained).issue("Between")
        for (root, leaf) in [
            (restricted, restricted.issue("Between").issue("leaf", extensions: names)),
            (Self.root, below.issue("leaf", extensions: names)),
        ] {
            #expect(await root.roots.refusal(of: leaf.chain)?.code == .invalidChain)
        }
    }
}
