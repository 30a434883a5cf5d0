// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import TestSupport
import Testing

/// A peer whose key share of x25519 makes every secret zero (RFC 8422, section 5.11), and which would
/// go on with it: tlslite-ng, with its own checks taken out.
@Suite(.serialized) struct LowOrderShareTests {
    private static var shares: String {
        LowOrderPoints.all.map(\.bytes.hexadecimal).joined(separator: ",")
    }

    /// tlslite-ng's word for it.
    private static let alert = "description=\(TLSAlertDescription.illegalParameter.rawValue)"

    @Test func serverRefusesThem() async throws {
        let fixtures = try Fixtures.get()
        let configuration = TLSServerConfiguration(
            credential: try fixtures.credential(fixtures.server)
        )
        let arguments =
            try Peer.program("peer_tlslite") + [
                "client", "--ca", fixtures.authority.path, "--host", Fixtures.host,
                "--shares", Self.shares,
            ]
        let text = Box<String>()
        let reports = try await EngineConnection.listen(
            configuration,
            .echo(closingAfter: 1)
        ) { port in
            let process = try PeerProcess(arguments + ["--port", "\(port)"])
            #expect(try await process.waitForEnd() == 0, "\(process.errorText)")
            text.value = process.outputText
        }
        let lines = try #require(text.value).split(separator: "\n")
        #expect(lines.count == LowOrderPoints.all.count)
        #expect(lines.allSatisfy { $0.contains(Self.alert) }, "\(lines)")
        #expect(reports.count == LowOrderPoints.all.count)
        for report in reports { expectRefusal(report) }
    }

    @Test func clientRefusesThem() async throws {
        let fixtures = try Fixtures.get()
        let server = try await PeerServer.start(.tlslite, arguments: ["--shares", Self.shares])
        for _ in LowOrderPoints.all {
            let report = try await EngineConnection.connect(
                to: server.port,
                TLSClientConfiguration(serverName: Fixtures.host, trustRoots: fixtures.trustRoots),
                .send([1], answerByteCount: 1)
            )
            expectRefusal(report)
        }
        try await server.process.wait(for: "the refusals") { process in
            let count = process.outputText.split(separator: "\n")
                .count { $0.hasPrefix("failed") && $0.contains(Self.alert) }
            return count == LowOrderPoints.all.count ? () : nil
        }
    }

    private func expectRefusal(_ report: ConnectionReport) {
        #expect(report.negotiated == nil)
        guard case .peerMisbehaved(.illegalParameter, let reason) = report.error else {
            Issue.record("\(String(describing: report.error))")
            return
        }
        #expect(reason.contains("low order"))
    }
}
