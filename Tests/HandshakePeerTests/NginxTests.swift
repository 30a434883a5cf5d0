// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import Testing

/// The engine's client against nginx: what the tool's `post`, of one connection, cannot do.
@Suite(.serialized) struct NginxTests {
    private func exchange(
        _ server: NginxServer,
        _ configuration: TLSClientConfiguration,
        _ request: String,
        _ body: [UInt8] = []
    ) async throws -> (report: ConnectionReport, header: String, body: [UInt8]) {
        let head = "\(request) HTTP/1.0\r\nContent-Length: \(body.count)\r\n\r\n"
        let report = try await EngineConnection.connect(
            to: server.port,
            configuration,
            // It is the server that ends the connection.
            .send(Array(head.utf8) + body, answerByteCount: .max)
        )
        #expect(report.error == nil && report.isPeerClosed)
        let end = Array("\r\n\r\n".utf8)
        let start = report.received.firstRange(of: end)?.upperBound ?? report.received.endIndex
        return (
            report, String(decoding: report.received[..<start], as: UTF8.self),
            Array(report.received[start...])
        )
    }

    @Test(arguments: [true, false], [false, true])
    func resumes(issuesTickets: Bool, isMutual: Bool) async throws {
        let server = try await NginxServer.start(
            asksForCertificate: isMutual,
            issuesTickets: issuesTickets
        )
        let test = ClientTests.Case(peer: .openssl, isMutual: isMutual)
        var configuration = try test.configuration()
        let first = try await exchange(server, configuration, "POST /order")
        #expect(first.header.contains("X-Session-Reused: .\r\n"), "\(first.header)")
        #expect(first.report.negotiated?.isResumed == false)
        let session = try #require(first.report.sessions.last)
        configuration.session = session
        let second = try await exchange(server, configuration, "POST /order")
        #expect(second.header.contains("X-Session-Reused: r\r\n"), "\(second.header)")
        #expect(second.report.negotiated?.isResumed == true)
        let text = String(decoding: second.body, as: UTF8.self)
        #expect(text.hasSuffix(isMutual ? "client=CN=client\n" : "client=\n"), "\(text)")
    }

    /// A file of 10 MB there and back.
    @Test(arguments: TLSCipherSuite.all)
    func sendsAndReceivesMuch(suite: TLSCipherSuite) async throws {
        let server = try await NginxServer.start()
        let test = ClientTests.Case(peer: .openssl, isMutual: false)
        let configuration = try test.configuration(suite)
        let file = linesOfText(10_000_000)
        let put = try await exchange(server, configuration, "PUT /files/order", file)
        #expect(put.header.contains(" 201 "), "\(put.header)")
        let get = try await exchange(server, configuration, "GET /files/order")
        #expect(get.header.contains(" 200 "), "\(get.header)")
        let isSame = get.body == file
        #expect(isSame)
        #expect(get.report.negotiated?.cipherSuite == suite)
    }
}
