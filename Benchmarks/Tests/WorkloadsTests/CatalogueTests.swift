// SPDX-License-Identifier: Apache-2.0

import Measurement
import Testing
import Workloads

@Suite struct CatalogueTests {
    /// Every implementation of every workload does the work, crypto_mb's too where it is installed. A
    /// loop that fails throws.
    @Test func everyImplementationIsRight() throws {
        var checked = 0
        let peers = Peers(additional: [.init(name: "crypto-mb", path: "libcrypto_mb.so")])
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

    /// Where the system's libssl is said to be is where it is; elsewhere is an error.
    @Test func aLibsslIsTakenFromItsOwnPath() {
        func peers(_ libsslPath: String) -> Peers {
            Peers(
                selected: [],
                additional: [.init(name: "o", path: "libcrypto.so.3", libsslPath: libsslPath)]
            )
        }
        #expect(peers("libssl.so.3").missing == [])
        for path in ["/nonexistent/libssl.so", Self.otherLibrary] {
            let wrong = peers(path).wronglyGiven
            #expect(wrong.map(\.implementation) == ["o"])
            #expect(wrong.first?.reason.contains(path) == true)
        }
    }

    /// The workloads that have an RSA key of its size, and no other.
    @Test func anOwnKeyIsMarkedWhereItIsUsed() throws {
        let key = try #require(BenchmarkKey.fixed().first { $0.bitCount == 3072 })
        let workloads = try Catalogue.workloads(peers: Peers(selected: []), key: key)
        for workload in workloads {
            let isUsed = workload.id.contains("rsa3072")
            #expect(workload.ownKey == (isUsed ? key.fingerprint : nil), "\(workload.id)")
        }
        let unmarked = try Catalogue.workloads(peers: Peers(selected: []))
        #expect(unmarked.allSatisfy { $0.ownKey == nil })
        #expect(unmarked.map(\.id) == workloads.map(\.id))
        #expect(key.fingerprint.count == 16)
        #expect(key.fingerprint.allSatisfy { "0123456789abcdef".contains($0) })
    }

    /// Interrupted before the third pass of three rounds each, it has six: too few. In the fourth,
    /// there are nine.
    @Test(arguments: [(2, 0), (3, 1)])
    func interruptedMeasuringKeepsWhatHasEnoughRounds(_ passes: Int, _ kept: Int) throws {
        let workload = try #require(
            try Catalogue.workloads(peers: Peers(selected: [])).first {
                $0.id == "aes128gcm-seal-64"
            }
        )
        var passCount = 0
        var counted = workload
        counted.candidates = workload.candidates.map { candidate in
            Candidate(candidate.implementation, calls: "") {
                passCount += 1
                return try candidate.make()
            }
        }
        let measuring = Measuring(plan: .quick, isInterrupted: { passCount > passes })
        let outcome = try measuring.measure([counted])
        #expect(!outcome.isWhole)
        #expect(outcome.measurements.count == kept)
        #expect(outcome.measurements.allSatisfy { $0.secondsPerOperation?.samples.count == 9 })
    }

    @Test func onlySelectedPeersAreMeasured() throws {
        let peers = Peers(selected: ["gmp"])
        let names = try Catalogue.workloads(peers: peers)
            .flatMap { $0.candidates.map(\.implementation) }
        #expect(Set(names) == ["handshake", "handshake-records", "gmp"])
        #expect(peers.missing.isEmpty)
    }

    @Test func aPeerThatIsNotThereIsReported() {
        let ghost = AdditionalPeer(name: "ghost", path: "/nonexistent/libcrypto.so")
        let peers = Peers(selected: [], additional: [ghost])
        #expect(peers.missing.map(\.implementation) == ["ghost"])
        #expect(peers.wronglyGiven == peers.missing)
        #expect(peers.missing.first?.reason.isEmpty == false)
    }

    @Test func aLibraryOfAnotherKindIsReportedWithWhatIsWanted() {
        let other = AdditionalPeer(name: "other", path: Self.otherLibrary)
        let peers = Peers(selected: [], additional: [other])
        #expect(peers.missing.map(\.implementation) == ["other"])
        #expect(peers.wronglyGiven == peers.missing)
        #expect(peers.missing.first?.reason.contains("libcrypto.so or libcrypto_mb.so") == true)
    }

    #if canImport(Darwin)
    private static let otherLibrary = "/usr/lib/libSystem.B.dylib"
    #else
    private static let otherLibrary = "libm.so.6"
    #endif

    @Test(
        arguments: [
            ("aws-lc=/opt/libcrypto.so", "aws-lc", "/opt/libcrypto.so", nil),
            ("a=/path=with=signs", "a", "/path=with=signs", nil),
            ("a=/crypto.so,/ssl.so", "a", "/crypto.so", "/ssl.so"),
        ] as [(String, String, String, String?)]
    )
    func peerArguments(_ argument: String, _ name: String, _ path: String, _ libssl: String?) {
        let peer = AdditionalPeer(argument: argument)
        #expect(peer == AdditionalPeer(name: name, path: path, libsslPath: libssl))
    }

    @Test(arguments: [
        "", "name", "=/path", "name=", "a name=/path", "a/b=/path", "a=/b,", "a=,/b", "a=/b,/c,/d",
    ])
    func wrongPeerArguments(_ argument: String) {
        #expect(AdditionalPeer(argument: argument) == nil)
    }
}
