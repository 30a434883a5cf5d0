// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import TestSupport
import Testing

/// Signals to `serve`, and sessions that outlive a connection.
@Suite struct ServeLifeTests {
    private static let halfARequest =
        "POST /order/update HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nha"

    @Test func readsItsCertificateAgain() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--client-ca", "ca.pem"]
            )
            func post(_ authority: String) throws -> ToolProgram.Outcome {
                try tool.run(
                    ["post", "\(server.url)/order/update", "--ca", authority, "--data", "1"]
                        + ToolProgram.clientCredential
                )
            }
            #expect(try post("ca.pem").status == 0)

            // Another authority's certificate, with another key.
            try tool.succeed("ca", "create", "New CA", "--force", "--bits", "2048")
            try tool.succeed("request", "localhost", "--key", "new-key.pem", "--force")
            try tool.succeed("sign", "localhost-request.pem", "--force")
            // The key is still the old one's.
            server.send(signal: SIGHUP)
            let refusal = try server.note(with: "the certificate stays as it was")
            #expect(refusal.contains("localhost-key.pem is not the private key of localhost.pem"))
            #expect(try post("ca.pem").standardError.contains("unknown_ca"))

            try FileManager.default.removeItem(atPath: tool.path("localhost-key.pem"))
            try FileManager.default.moveItem(
                atPath: tool.path("new-key.pem"),
                toPath: tool.path("localhost-key.pem")
            )
            server.send(signal: SIGHUP)
            _ = try server.note(with: "were read again")
            // The clients' authority is the new one, too.
            #expect(try post("ca.pem").status != 0)
            try tool.succeed("sign", "client-request.pem", "--force")
            #expect(try post("ca.pem").status == 0)
            #expect(try server.end().status == 0)
        }
    }

    @Test func keepsConnectionsWhenItReadsItsCertificateAgain() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let connection = try TestConnection(server.port)
            try connection.send(Self.halfARequest)
            server.send(signal: SIGHUP)
            _ = try server.note(with: "were read again")
            try connection.send("lf")
            try connection.read { $0.receivedText.hasSuffix("half") }
            #expect(connection.receivedText.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(try server.end().status == 0)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func endsAtOnceWhenItIsAskedTwice(_ number: Int32) throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let connection = try TestConnection(server.port)
            try connection.send(Self.halfARequest)
            // Until the request has begun there is nothing to wait for.
            usleep(300_000)
            server.send(signal: number)
            // Time to see that it waits for the request.
            try connection.read(seconds: 0.5) { _ in false }
            #expect(!connection.isEnded)
            server.send(signal: number)
            #expect(try server.waitForEnd().status == 128 + number)
        }
    }

    @Test(arguments: [true, false])
    func resumesSessions(byTicket: Bool) throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let session = tool.path("session.pem")
            func isResumed(_ option: String) throws -> Bool {
                let output = try OpenSSLProgram.run(
                    ["s_client", "-connect", "localhost:\(server.port)", option, session]
                        + (byTicket ? [] : ["-no_ticket"])
                )
                return String(decoding: output, as: UTF8.self).contains("Reused, TLSv1.2")
            }
            #expect(try !isResumed("-sess_out"))
            #expect(try isResumed("-sess_in"))
            server.send(signal: SIGHUP)
            _ = try server.note(with: "were read again")
            #expect(try isResumed("-sess_in"))
            #expect(try server.end().status == 0)
        }
    }

    @Test func agreesOnHTTP() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let both = try TestConnection(server.port) {
                $0.applicationProtocols = ["h2", "http/1.1"]
            }
            #expect(both.negotiated?.applicationProtocol == "http/1.1")
            #expect(throws: TestConnection.Failure.self) {
                try TestConnection(server.port) { $0.applicationProtocols = ["h2"] }
            }
            #expect(try server.end().notes.contains("no_application_protocol"))
        }
    }
}
