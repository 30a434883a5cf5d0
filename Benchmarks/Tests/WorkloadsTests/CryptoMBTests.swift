// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measurement
import Testing
import Workloads

/// Intel's crypto_mb as a peer, by a stand-in that has its functions and gives every input back.
@Suite struct CryptoMBTests {
    /// Calls `body` with the path of the stand-in, which goes afterwards.
    private func withStandIn(
        isApplicable: Bool,
        _ body: (_ path: String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-bench-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appending(path: "stand-in.c")
        let library = folder.appending(path: "libstand-in.so")
        try Data(Self.standIn.utf8).write(to: source)
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "clang", "-shared", "-fPIC", "-DIS_APPLICABLE=\(isApplicable ? 1 : 0)", "-o",
            library.path, source.path,
        ]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        try body(library.path)
    }

    private static let standIn = """
        #include <string.h>
        static const struct { int number[3]; char cpu[4]; const char *name, *date, *text; }
            version = {{1, 2, 3}, "", "stand-in", "", ""};
        const void *mbx_getversion(void) { return &version; }
        int mbx_is_crypto_mb_applicable(unsigned long long features) { return IS_APPLICABLE; }
        static int method;
        const void *mbx_RSA_private_crt_Method(int bits) {
          method = bits;
          return bits == 3072 ? 0 : &method;
        }
        int mbx_RSA_Method_BufSize(const int *method) { return *method; }
        unsigned mbx_rsa_private_crt_mb8(const char *const *from, char *const *to, void *p, void *q,
                                         void *d_p, void *d_q, void *q_inverse, int bits) {
          for (int i = 0; i < 8; i++) memcpy(to[i], from[i], bits / 8);
          return 0;
        }
        """

    @Test func itsBatchesAreMeasuredForTheSizesThatItHas() throws {
        try withStandIn(isApplicable: true) { path in
            let peers = Peers(selected: [], additional: [.init(name: "stand-in", path: path)])
            #expect(peers.missing.isEmpty)
            var measured: [String] = []
            for workload in try Catalogue.workloads(peers: peers) {
                for candidate in workload.candidates where candidate.implementation == "stand-in" {
                    guard let operation = try candidate.make() else { continue }
                    #expect(operation.version == "stand-in 1.2.3")
                    #expect(operation.operationsPerCall == 8)
                    try operation.run(2)
                    measured.append(workload.id)
                }
            }
            #expect(measured == ["rsa2048-private-batch8", "rsa4096-private-batch8"])
        }
    }

    /// What the stand-in gives is no private operation's result.
    @Test func aWrongResultIsNotMeasured() throws {
        try withStandIn(isApplicable: true) { path in
            let peers = Peers(selected: [], additional: [.init(name: "stand-in", path: path)])
            let workload = try #require(
                try Catalogue.workloads(peers: peers).first { $0.id == "rsa2048-private-batch8" }
            )
            let error = try #require(throws: OperationFailed.self) {
                try Measuring(plan: .quick).measure([workload])
            }
            #expect(
                error.description == "rsa2048-private-batch8: the result of stand-in is wrong"
            )
        }
    }

    @Test func whatThisCPUCannotRunIsReported() throws {
        try withStandIn(isApplicable: false) { path in
            let peers = Peers(selected: [], additional: [.init(name: "stand-in", path: path)])
            #expect(peers.missing.map(\.implementation) == ["stand-in"])
            #expect(peers.missing.first?.reason == "\(path) lacks code for this CPU")
            #expect(peers.wronglyGiven.isEmpty)
        }
    }
}
