// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The options of `serve`.
@Suite struct ServeOptionTests {
    private static func makeCertificate(_ tool: ToolProgram, _ name: String) throws {
        try tool.succeed("request", name, "--output", "request.pem", "--force")
        let stem = name.replacing("*", with: "_")
        try tool.succeed("sign", "request.pem", "--output", "\(stem).pem", "--force")
    }

    private static func pair(_ stem: String) -> [String] {
        ["--certificate", "\(stem).pem", "--key", "\(stem)-key.pem"]
    }

    /// The subject of the certificate that a client gets that asks for a name.
    private func subject(
        _ tool: ToolProgram,
        _ server: ServerProgram,
        _ name: String
    ) throws -> Substring? {
        try tool.succeed("inspect", "localhost:\(server.port)", "--server-name", name)
            .split(separator: "\n").first { $0.hasPrefix("  subject") }?.split(separator: "=").last
    }

    @Test func choosesTheCertificateByTheName() throws {
        try ToolProgram.withCertificates { tool in
            let stems = ["localhost", "a.example.com", "_.example.com"]
            for name in ["a.example.com", "*.example.com"] {
                try Self.makeCertificate(tool, name)
            }
            let server = try ServerProgram(tool, stems.flatMap { Self.pair($0) })
            func check() throws {
                for (name, expected) in [
                    ("a.example.com", "a.example.com"), ("A.Example.COM", "a.example.com"),
                    ("b.example.com", "*.example.com"), ("localhost", "localhost"),
                    ("127.0.0.1", "localhost"), ("b.c.example.com", "localhost"),
                    ("example.com", "localhost"),
                ] {
                    let subject = try subject(tool, server, name)
                    #expect(subject == expected[...], "for \(name)")
                }
            }
            try check()
            for name in ["a.example.com", "b.example.com"] {
                let outcome = try tool.run([
                    "post", "\(server.url)/order/update", "--ca", "ca.pem", "--server-name", name,
                    "--data", name,
                ])
                #expect(outcome.standardOutput == name, "\(outcome.standardError)")
            }

            // All are read again, or none.
            let serial = try tool.succeed("inspect", "a.example.com.pem")
            try Self.makeCertificate(tool, "a.example.com")
            try FileManager.default.moveItem(
                atPath: tool.path("_.example.com-key.pem"),
                toPath: tool.path("kept.pem")
            )
            func presented() throws -> String {
                try tool.succeed(
                    "inspect",
                    "localhost:\(server.port)",
                    "--server-name",
                    "a.example.com"
                ).replacing("localhost:\(server.port)", with: "a.example.com.pem")
            }
            server.send(signal: SIGHUP)
            let note = try server.note(with: "the certificates stay as they were")
            #expect(note.contains("_.example.com-key.pem does not exist"))
            #expect(try presented() == serial)
            try FileManager.default.moveItem(
                atPath: tool.path("kept.pem"),
                toPath: tool.path("_.example.com-key.pem")
            )
            server.send(signal: SIGHUP)
            let reloading = try server.note(with: "were read again")
            for stem in stems { #expect(reloading.contains("\(stem).pem and \(stem)-key.pem")) }
            #expect(try presented() == tool.succeed("inspect", "a.example.com.pem"))
            try check()
            #expect(try server.end().status == 0)
        }
    }

    @Test func refusesCertificatesThatNobodyWouldGet() throws {
        try ToolProgram.withCertificates { tool in
            let alone = try tool.run(
                ["serve"] + Self.pair("localhost") + ["--certificate", "client.pem"]
            )
            #expect(alone.standardError.contains("there are 2 certificates and 1 keys"))
            let nameless = try tool.run(["serve"] + Self.pair("localhost") + Self.pair("client"))
            #expect(nameless.status == 1)
            Wording.check(nameless.standardError)
            #expect(nameless.standardError.contains("client.pem is for no host name"))
            let swapped = try tool.run([
                "serve", "--certificate", "localhost.pem", "--key", "client-key.pem",
                "--certificate", "client.pem", "--key", "localhost-key.pem",
            ])
            #expect(swapped.standardError.contains("is not the private key of localhost.pem"))
            #expect(try tool.run(["serve"]).standardError.contains("--certificate"))
        }
    }

    @Test func keepsToItsLimits() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + [
                    "--max-body-bytes", "3", "--handshake-timeout", "1", "--shutdown-timeout", "1",
                ]
            )
            func post(_ data: String) throws -> ToolProgram.Outcome {
                try tool.run([
                    "post", "\(server.url)/order/update", "--ca", "ca.pem", "--data", data,
                ])
            }
            #expect(try post("123").standardOutput == "123")
            #expect(try post("1234").standardError.contains("413"))
            let silent = try TestConnection.connect(server.port)
            defer { close(silent) }
            _ = try server.note(with: "did not finish the handshake in time")
            let half = try TestConnection(server.port)
            try half.send("POST /order/update HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n1")
            let start = ContinuousClock.now
            usleep(200_000)
            #expect(try server.end().status == 0)
            #expect(ContinuousClock.now - start < .seconds(4))
            for option in ["--max-body-bytes", "--handshake-timeout", "--shutdown-timeout"] {
                let text = try tool.run(["serve"] + Self.pair("localhost") + [option, "0"])
                    .standardError
                #expect(text.contains("\(option) is a number from 1 to"))
            }
        }
    }

    @Test func isQuietWhereAllIsWell() throws {
        try ToolProgram.withCertificates { tool in
            let port = try SilentListener().port
            let process = Process()
            process.executableURL = ToolProgram.executable
            process.arguments =
                ["serve", "--listen", "127.0.0.1:\(port)", "--quiet"] + ToolProgram.serverCredential
            process.currentDirectoryURL = tool.folder
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            // Tried again while it does not listen yet.
            let answer = try tool.run([
                "post", "https://127.0.0.1:\(port)/order/update", "--ca", "ca.pem", "--server-name",
                "localhost", "--data", "1",
            ])
            #expect(answer.standardOutput == "1", "\(answer.standardError)")
            process.terminate()
            process.waitUntilExit()
            #expect(try output.fileHandleForReading.readToEnd() ?? Data() == Data())
        }
    }
}
