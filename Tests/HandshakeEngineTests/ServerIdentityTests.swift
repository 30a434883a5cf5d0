// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import SwiftASN1
import Testing
import X509

/// Which certificate is which server's (RFC 9525).
@Suite struct ServerIdentityTests {
    private static let root = TestChain()

    private func refusal(
        of names: [GeneralName],
        for server: String
    ) async -> TLSCertificateRefusal? {
        let leaf = Self.root.issue("leaf", extensions: TestChain.server(names))
        return await Self.root.roots.refusal(of: leaf.chain, for: .server(name: server))
    }

    @Test(arguments: [
        ("www.example.test", "www.example.test"),
        ("WWW.example.TEST", "www.EXAMPLE.test"),
        ("localhost", "localhost"),
        // A trailing dot is for resolvers.
        ("www.example.test", "www.example.test."),
        ("*.example.test", "www.example.test"),
        ("*.Example.test", "xn--bcher-kva.example.test"),
        ("my_host.example.test", "my_host.example.test"),
    ])
    func aNameMatches(presented: String, server: String) async {
        #expect(await refusal(of: [.dnsName(presented)], for: server) == nil)
    }

    @Test(arguments: [
        // A wildcard is the whole of the first label, before two more at least.
        ("*", "localhost"), ("*", "*"), ("*.", "localhost"), ("*.test", "a.test"),
        ("l*.example.test", "localhost.example.test"), ("*t.example.test", "host.example.test"),
        ("w*w.example.test", "www.example.test"), ("**.example.test", "a.example.test"),
        ("www.*.test", "www.example.test"), ("*.*.test", "www.example.test"),
        // It stands for one label.
        ("*.example.test", "example.test"), ("*.example.test", "a.b.example.test"),
        ("*.example.test", ".example.test"), ("*.example.test", "*.example.test"),
        // An absolute name is none for a certificate.
        ("www.example.test.", "www.example.test"), ("www.example.test.", "www.example.test."),
        ("localhost..", "localhost"),
        // An address is no name, and no wildcard stands for a part of it.
        ("127.0.0.1", "127.0.0.1"), ("*.0.0.1", "127.0.0.1"), ("::1", "::1"), ("127.1", "127.1"),
        // What is no name matches nothing, not even itself.
        ("", ""), (".", "."), ("a b.test", "a b.test"), ("www.example.test", "www.example.test.."),
        ("evil.test", "evil.test\0.example.test"), ("xn--bcher-kva.test", "bücher.test"),
        ("example.test", "www.example.test"), ("www.example.test", "example.test"),
    ])
    func aNameDoesNotMatch(presented: String, server: String) async {
        let refusal = await refusal(of: [.dnsName(presented)], for: server)
        #expect(refusal?.code == .wrongIdentity, "\(presented) \(server)")
    }

    @Test func anAddressMatchesInWhateverForm() async {
        let version4 = GeneralName.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))
        let loopback = [UInt8](repeating: 0, count: 15) + [1]
        let version6 = GeneralName.ipAddress(ASN1OctetString(contentBytes: loopback[...]))
        #expect(await refusal(of: [version4], for: "127.0.0.1") == nil)
        for form in ["::1", "0:0:0:0:0:0:0:1", "0::0001"] {
            #expect(await refusal(of: [version4, version6], for: form) == nil)
        }
        for (name, server) in [
            (version4, "127.0.0.2"), (version4, "::ffff:127.0.0.1"), (version6, "::2"),
            (version4, "localhost"),
        ] {
            #expect(await refusal(of: [name], for: server)?.code == .wrongIdentity)
        }
    }

    @Test func theReasonSaysWhoTheCertificateIsFor() async {
        let names = ["a.test", "b.test", "c.test"].map { GeneralName.dnsName($0) }
        #expect(
            await refusal(of: names, for: "d.test")?.reason
                == "CN=leaf is for a.test and 2 more, not for d.test"
        )
        #expect(
            await refusal(of: [.rfc822Name("root@d.test")], for: "d.test")?.reason
                == "CN=leaf has no host name or address in a subjectAltName, and a common name does "
                + "not identify a server"
        )
        #expect(
            await refusal(of: names, for: "d..test")?.reason
                == "d..test is neither a host name nor an address"
        )
    }
}
