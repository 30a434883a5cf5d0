// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `serve`, `post` and `connect` with each other.
@Suite struct ServiceTests {
    @Test(arguments: [[], ["--rsa-key-exchange"]])
    func mutualPost(options: [String]) throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ["--client-ca", "ca.pem", "--trace", "--trace-svg", "server.svg"]
                    + ToolProgram.serverCredential + options
            )
            let order = #"{"order":42,"note":"größer"}"#
            let outcome = try tool.run(
                ["post", "\(server.url)/order/update", "--ca", "ca.pem"]
                    + ToolProgram.clientCredential + options
                    + ["--header", "X-Request-ID: 7", "--data", order]
                    + ["--trace", "--trace-svg", "client.svg"]
            )
            #expect(outcome.status == 0, "\(outcome.standardError)")
            #expect(outcome.standardOutput == order)
            let (status, notes) = try server.end()
            #expect(status == 0)
            let messages = [
                "ClientHello", "ServerHello", "Certificate", "CertificateRequest",
                "ServerHelloDone", "ClientKeyExchange", "CertificateVerify", "ChangeCipherSpec",
                "Finished",
            ]
            let clientDiagram = try tool.contents("client.svg")
            let serverDiagram = try tool.contents("server.svg")
            for text in [outcome.standardError, notes, clientDiagram, serverDiagram] {
                for message in messages {
                    #expect(text.contains(" \(message), ") || text.contains(">\(message), "))
                }
                #expect(text.contains("certificate verification, "))
                #expect(text.contains("private-key operation, "))
                #expect(text.contains("key derivation, "))
                // ECDHE is what the flag turns off.
                #expect(text.contains("ServerKeyExchange, ") == options.isEmpty)
            }
            for diagram in [clientDiagram, serverDiagram] {
                #expect(diagram.hasPrefix("<svg ") && diagram.hasSuffix("</svg>\n"))
            }
        }
    }

    @Test func whatIsRefused() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--client-ca", "ca.pem"]
            )
            func post(_ path: String, _ options: [String]) throws -> ToolProgram.Outcome {
                try tool.run(["post", "\(server.url)\(path)", "--data", "{}"] + options)
            }
            let anonymous = try post("/order/update", ["--ca", "ca.pem"])
            #expect(anonymous.status == 1)
            #expect(anonymous.standardError.contains("handshake_failure"))

            let stranger = try post(
                "/order/update",
                ["--ca", "client.pem"] + ToolProgram.clientCredential
            )
            #expect(stranger.status == 1)
            #expect(stranger.standardError.contains("the server's certificate was refused"))
            #expect(stranger.standardError.contains("unknown_ca"))

            let elsewhere = try post(
                "/elsewhere",
                ["--ca", "ca.pem"] + ToolProgram.clientCredential
            )
            #expect(elsewhere.status == 1)
            #expect(elsewhere.standardOutput.contains("Not Found"))
            #expect(elsewhere.standardError.contains("404"))

            let long = try tool.run(
                ["post", "\(server.url)/order/update", "--ca", "ca.pem"]
                    + ToolProgram.clientCredential
                    + ["--data", "{}", "--header", "no colon"]
            )
            #expect(long.status != 0)
            let (status, notes) = try server.end()
            #expect(status == 0)
            #expect(notes.contains("the client sent no certificate"))

            let address = try tool.run([
                "post", "https://127.0.0.1:\(server.port)/", "--ca", "ca.pem",
            ])
            #expect(address.status == 1)
            #expect(address.standardError.contains("Connection refused"))
        }
    }

    @Test func whatTheServiceAnswers() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            func answer(_ request: String) throws -> String {
                let outcome = try tool.run(
                    ["connect", "localhost:\(server.port)", "--ca", "ca.pem"],
                    input: Array(request.utf8)
                )
                #expect(outcome.status == 0, "\(outcome.standardError)")
                #expect(outcome.standardError.hasPrefix("TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM"))
                return outcome.standardOutput
            }
            let post = "POST /order/update?x=1 HTTP/1.1\r\nHost: localhost\r\n"
            // Two requests on one connection, the second of which ends it.
            let two = try answer(
                post + "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\none"
                    + post + "Connection: close\r\nContent-Length: 3\r\n\r\ntwo"
            )
            #expect(two.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 3)
            #expect(two.contains("content-type: text/plain\r\n"))
            #expect(two.contains("content-type: application/json\r\n"))
            #expect(two.contains("\r\n\r\none") && two.hasSuffix("\r\n\r\ntwo"))

            let close = "Host: localhost\r\nConnection: close\r\n\r\n"
            let get = try answer("GET /order/update HTTP/1.1\r\n" + close)
            #expect(get.hasPrefix("HTTP/1.1 405 ") && get.contains("allow: POST\r\n"))
            #expect(try answer("GET / HTTP/1.1\r\n" + close).hasPrefix("HTTP/1.1 404 "))
            let body = String(repeating: "x", count: 1 << 20)
            let length = "Content-Length: \(body.count + 1)\r\n\r\n"
            #expect(try answer(post + length + body + "y").hasPrefix("HTTP/1.1 413 "))
            #expect(try answer("what is this\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
            #expect(try server.end().status == 0)
        }
    }

    @Test func everyByteComesBackFromTheEcho() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential + ["--echo"])
            var generator = SeededGenerator(seed: 5)
            let bytes = Array("0123456789abcdef\n".utf8)
            let input = (0..<1_000_000).map { _ in bytes.randomElement(using: &generator) ?? 0 }
            let outcome = try tool.run(
                ["connect", "localhost:\(server.port)", "--ca", "ca.pem"],
                input: input
            )
            #expect(outcome.status == 0, "\(outcome.standardError)")
            let isSame = Array(outcome.standardOutput.utf8) == input
            #expect(isSame)
            #expect(try server.end().status == 0)
        }
    }

    @Test func tracesTheConnectionOfATerminal() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--echo", "--client-ca", "ca.pem"]
            )
            let outcome = try tool.run(
                ["connect", "localhost:\(server.port)", "--ca", "ca.pem"]
                    + ToolProgram.clientCredential + ["--trace", "--trace-svg", "connect.svg"],
                input: Array("hello\n".utf8)
            )
            #expect(outcome.status == 0, "\(outcome.standardError)")
            #expect(outcome.standardOutput == "hello\n")
            let diagram = try tool.contents("connect.svg")
            for text in [outcome.standardError, diagram] {
                for message in ["ClientHello", "CertificateVerify", "Finished"] {
                    #expect(text.contains(" \(message), ") || text.contains(">\(message), "))
                }
                #expect(text.contains("private-key operation, "))
                #expect(text.contains("alert close_notify, "))
            }
            #expect(outcome.standardError.contains("TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM"))
            #expect(diagram.hasPrefix("<svg ") && diagram.hasSuffix("</svg>\n"))
            #expect(try server.end().status == 0)
        }
    }

    /// The end of its input does not end the handshake.
    @Test func connectsWithNothingToSay() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential + ["--echo"])
            let outcome = try tool.run(["connect", "localhost:\(server.port)", "--ca", "ca.pem"])
            #expect(outcome.status == 0)
            #expect(outcome.standardError.contains("CN=localhost, issued by CN=Handshake CA"))
            let refused = try tool.run(
                ["connect", "localhost:\(server.port)", "--ca", "client.pem"]
            )
            #expect(refused.status == 1)
            #expect(refused.standardError.contains("the server's certificate was refused"))
            #expect(try server.end().status == 0)
        }
    }

    /// A diagram is drawn without lines on standard error, and of a handshake that failed, too.
    @Test func drawsAHandshakeThatFailed() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential + ["--echo"])
            let outcome = try tool.run([
                "connect", "localhost:\(server.port)", "--ca", "client.pem",
                "--trace-svg", "connect.svg",
            ])
            #expect(outcome.status == 1)
            #expect(!outcome.standardError.contains("ClientHello"))
            let diagram = try tool.contents("connect.svg")
            #expect(diagram.contains(">ServerHelloDone, "))
            #expect(diagram.contains("alert unknown_ca, "))
            #expect(try server.end().status == 0)
        }
    }

    /// What strangers are called is told in one line, with nothing in it for the terminal.
    @Test func quotesStrangersInOneLine() throws {
        try ToolProgram.withCertificates { tool in
            let name = "eve\u{1B}[2K\n127.0.0.1:1: all is well\u{202E}"
            let quoted = #"CN=eve\u{1B}[2K\u{A}127.0.0.1:1: all is well\u{202E}"#
            let authority = try tool.run([
                "ca", "create", "--certificate", "b.pem", "--key", "b-key.pem", "--bits", "2048",
            ])
            #expect(authority.status == 0)
            let request = try tool.run([
                "request", name, "--use", "client", "--key", "eve-key.pem", "--output", "eve.csr",
            ])
            #expect(request.status == 0)
            let signed = try tool.run([
                "sign", "eve.csr", "--ca", "b.pem", "--ca-key", "b-key.pem", "--output", "eve.pem",
            ]).standardOutput
            #expect(signed.contains("a client's certificate for \(quoted), valid until "))

            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--client-ca", "ca.pem"]
            )
            let outcome = try tool.run([
                "post", "\(server.url)/order/update", "--ca", "ca.pem",
                "--certificate", "eve.pem", "--key", "eve-key.pem",
            ])
            #expect(outcome.status == 1)
            let (status, notes) = try server.end()
            #expect(status == 0)
            let shown = quoted.replacing(#"\u{A}"#, with: #"\n"#)
            #expect(notes.contains("no chain from \(shown) leads to a trusted authority"))
            #expect(notes.split(separator: "\n").count == 1)
        }
    }

    @Test func filesThatDoNotGoTogether() throws {
        try ToolProgram.withCertificates { tool in
            let mismatch = try tool.fail(
                "serve",
                "--certificate",
                "localhost.pem",
                "--key",
                "client-key.pem"
            )
            #expect(mismatch.contains("client-key.pem is not the private key of localhost.pem"))
            let missing = try tool.fail("serve", "--certificate", "a.pem", "--key", "a-key.pem")
            #expect(missing.contains("a.pem does not exist"))
            let alone = try tool.fail(
                "post",
                "https://localhost/",
                "--ca",
                "ca.pem",
                "--certificate",
                "client.pem"
            )
            #expect(alone.contains("--certificate and --key go together"))
        }
    }
}
