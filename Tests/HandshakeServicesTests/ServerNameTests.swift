// SPDX-License-Identifier: Apache-2.0

import HandshakeServices
import NIOSSL
import Testing

@Suite("Certificate store: server names") struct ServerNameTests {
    @Test func choosesByTheCertificatesNames() async throws {
        let pairs = [
            try TestPair(.rsa, serverNames: ["first.test", "both.test"]),
            try TestPair(.p256, serverNames: ["*.wild.test", "Second.test", "both.test"]),
            try TestPair(.otherRSA, serverNames: ["exact.wild.test", "*.a.wild.test"]),
            try TestPair(.ed25519, serverNames: []),
        ]
        let folders = try pairs.map { try PairFolder($0) }
        let store = try CertificateStore(folders.map(\.files))
        #expect(
            store.certificates.map(\.serverNames)[1] == ["*.wild.test", "second.test", "both.test"]
        )
        let server = try await EchoServer(.makeServerConfiguration(certificateStore: store))
        let expected: [(String?, Int)] = [
            ("first.test", 0), ("FIRST.test", 0), ("both.test", 0),
            ("second.test", 1), ("any.wild.test", 1), ("exact.wild.test", 2), ("b.a.wild.test", 2),
            // A wildcard stands for one label, and for no less.
            ("c.b.a.wild.test", 0), ("wild.test", 0), ("other.test", 0), (nil, 0),
        ]
        for (name, index) in expected {
            let shown = try await shownCertificate(port: server.port, serverName: name)
            #expect(shown == pairs[index].certificate, "\(name ?? "no name")")
        }
        #expect(server.errors.isEmpty)
        try await server.close()
    }

    /// Names go where they are after a reload; a pair that is kept keeps its own.
    @Test func namesChangeWithTheCertificates() throws {
        let folders = [
            try PairFolder(try TestPair(.rsa, serverNames: ["a.test"])),
            try PairFolder(try TestPair(.p256, serverNames: ["b.test"])),
        ]
        let store = try CertificateStore(folders.map(\.files))
        try folders[1].write(try TestPair(.p256, serverNames: ["c.test"]))
        try folders[0].write(privateKey: "")
        let outcomes = store.reload().map(\.outcome)
        #expect(outcomes[0] != .replaced)
        #expect(outcomes[1] == .replaced)
        #expect(store.certificates.map(\.serverNames) == [["a.test"], ["c.test"]])
        func certificate(_ name: String) -> [NIOSSLCertificateSource]? {
            store.override(forServerName: name).certificateChain
        }
        #expect(certificate("c.test") != certificate("a.test"))
        #expect(certificate("b.test") == certificate("a.test"))
    }
}
