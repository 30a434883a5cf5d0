// SPDX-License-Identifier: Apache-2.0

import Measurement
import Testing
import Workloads

@Suite struct CatalogueTests {
    /// Every implementation of every workload does the work, crypto_mb's too where it is installed. A
    /// loop that fails throws.
    @Test func everyImplementationIsRight() throws {
        var checked = 0
        let peers = Peers(additional: [("crypto-mb", "libcrypto_mb.so")])
        for workload in try Catalogue.workloads(peers: peers) {
            let operations = try workload.candidates.compactMap { candidate in
                try candidate.make().map { (name: candidate.implementation, operation: $0) }
            }
            #expect(throws: Never.self) { try workload.requireRightResults(of: operations) }
            for (implementation, operation) in operations {
                let name = "\(workload.id), \(implementation)"
                // Odd, so that a ring of four is left in the middle; then on from there.
                try operation.run(5)
                try operation.run(2)
                if let seconds = operation.countedSeconds?() { #expect(seconds > 0, "\(name)") }
                checked += 1
            }
        }
        #expect(checked > 0)
    }

    /// What the ids say is what client and server agree on, in the peer as in ours.
    @Test(arguments: [
        ("handshake-rsa2048-one-way", "TLSv1.2 TLS_RSA_WITH_AES_128_GCM_SHA256 ems"),
        ("handshake-rsa3072-mutual", "TLSv1.2 TLS_RSA_WITH_AES_128_GCM_SHA256 ems mutual"),
        (
            "handshake-ecdhe-rsa2048-one-way",
            "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ems"
        ),
        (
            "handshake-ecdhe-rsa2048-one-way-resumed",
            "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ems resumed"
        ),
        (
            "handshake-rsa2048-mutual-resumed",
            "TLSv1.2 TLS_RSA_WITH_AES_128_GCM_SHA256 ems resumed mutual"
        ),
    ])
    func handshakesAreWhatTheyAreCalled(_ id: String, _ negotiated: String) throws {
        let workload = try #require(
            try Catalogue.workloads(peers: Peers(selected: ["openssl"])).first { $0.id == id }
        )
        #expect(workload.candidates.map(\.implementation) == ["handshake", "openssl"])
        for candidate in workload.candidates {
            let operation = try #require(try candidate.make())
            let result = try #require(try operation.result?())
            #expect(String(decoding: result, as: UTF8.self) == negotiated)
        }
    }

    @Test func idsAreUnique() throws {
        let ids = try Catalogue.workloads(peers: Peers(selected: [])).map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func onlySelectedPeersAreMeasured() throws {
        let peers = Peers(selected: ["gmp"])
        let names = try Catalogue.workloads(peers: peers)
            .flatMap { $0.candidates.map(\.implementation) }
        #expect(Set(names) == ["handshake", "handshake-records", "gmp"])
        #expect(peers.missing.isEmpty)
    }

    @Test func aPeerThatIsNotThereIsReported() {
        let peers = Peers(selected: [], additional: [("ghost", "/nonexistent/libcrypto.so")])
        #expect(peers.missing.map(\.implementation) == ["ghost"])
        #expect(peers.missing.first?.reason.isEmpty == false)
    }

    @Test func aLibraryOfAnotherKindIsReportedWithWhatIsWanted() {
        let peers = Peers(selected: [], additional: [("other", Self.otherLibrary)])
        #expect(peers.missing.map(\.implementation) == ["other"])
        #expect(peers.missing.first?.reason.contains("libcrypto.so or libcrypto_mb.so") == true)
    }

    #if canImport(Darwin)
    private static let otherLibrary = "/usr/lib/libSystem.B.dylib"
    #else
    private static let otherLibrary = "libm.so.6"
    #endif

    @Test(arguments: [
        ("aws-lc=/opt/libcrypto.so", "aws-lc", "/opt/libcrypto.so"),
        ("a=/path=with=signs", "a", "/path=with=signs"),
    ])
    func peerArguments(_ argument: String, _ name: String, _ path: String) {
        let peer = AdditionalPeer(argument: argument)
        #expect(peer?.name == name)
        #expect(peer?.path == path)
    }

    @Test(arguments: ["", "name", "=/path", "name=", "a name=/path", "a/b=/path"])
    func wrongPeerArguments(_ argument: String) {
        #expect(AdditionalPeer(argument: argument) == nil)
    }
}
