// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The options of `post` and `connect`.
@Suite struct ClientOptionTests {
    @Test func sendsAFileOrStandardInput() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            func post(_ data: String, input: String = "") throws -> ToolProgram.Outcome {
                try tool.run(
                    ["post", "\(server.url)/order/update", "--ca", "ca.pem", "--data", data],
                    input: Array(input.utf8)
                )
            }
            let order = #"{"order":"groß"}"# + "\n"
            try order.write(toFile: tool.path("order.json"), atomically: true, encoding: .utf8)
            #expect(try post("@order.json").standardOutput == order)
            #expect(try post("-", input: order).standardOutput == order)
            #expect(try post("@-", input: order).standardOutput == order)
            #expect(try post("-").standardOutput == "")
            for (data, words) in [
                ("@missing.json", "missing.json does not exist"), ("@", "names no file"),
                ("@.", "cannot be read"),
            ] {
                let outcome = try post(data)
                #expect(outcome.status == 1)
                Wording.check(outcome.standardError)
                #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
            }
            #expect(try server.end().status == 0)
        }
    }

    @Test func acceptsAnyoneOnlyWithAWarning() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            for options in [["--ca", "client.pem"], []] {
                let arguments = ["post", "\(server.url)/order/update", "--data", "1"] + options
                let outcome = try tool.run(arguments + ["--insecure"])
                #expect(outcome.status == 0, "\(outcome.standardError)")
                #expect(outcome.standardOutput == "1")
                #expect(outcome.standardError.contains("WARNING: --insecure: "))
                #expect(outcome.standardError.contains("it would have been refused: no chain"))
                #expect(try tool.run(arguments).status == 1)
            }
            // Nothing to say against a certificate that is as it should be.
            let right = try tool.run([
                "post", "\(server.url)/order/update", "--ca", "ca.pem", "--insecure",
            ])
            #expect(right.standardError.split(separator: "\n").count == 1)
            #expect(try server.end().status == 0)
        }
    }

    /// The message has the names that would have matched, of which there may be many.
    @Test func namesWhatWouldHaveMatched() throws {
        try ToolProgram.withCertificates { tool in
            try tool.succeed("request", "www.example.com", "--name", "*.example.org")
            try tool.succeed("sign", "www.example.com-request.pem")
            let many = (1...30).flatMap { ["--name", "host\($0).example.com"] }
            #expect(try tool.run(["request", "many.example.com"] + many).status == 0)
            try tool.succeed("sign", "many.example.com-request.pem")
            for (file, words) in [
                ("www.example.com", "Its names are www.example.com, *.example.org: use one of"),
                ("many.example.com", "host19.example.com and 11 more: use one of"),
            ] {
                let server = try ServerProgram(
                    tool,
                    ["--certificate", "\(file).pem", "--key", "\(file)-key.pem"]
                )
                for command in [["post", server.url], ["connect", "localhost:\(server.port)"]] {
                    let outcome = try tool.run(command + ["--ca", "ca.pem"])
                    #expect(outcome.status == 1)
                    Wording.check(outcome.standardError)
                    #expect(outcome.standardError.contains("not for localhost"))
                    #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
                    let named = try tool.run(
                        command + ["--ca", "ca.pem", "--servername", file]
                            + (command[0] == "post" ? ["--data", "1"] : [])
                    )
                    // The order service knows no other path.
                    #expect(named.standardError.contains("404") == (command[0] == "post"))
                }
                #expect(try server.end().status == 0)
            }
        }
    }

    @Test func agreesOnWhatIsOffered() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--echo", "--alpn", "first,second"]
            )
            func connect(_ options: String...) throws -> ToolProgram.Outcome {
                try tool.run(
                    ["connect", "localhost:\(server.port)", "--ca", "ca.pem"] + options
                )
            }
            for (options, agreement) in [
                (
                    ["--cipher-suite", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, x25519\n"
                ),
                (
                    ["--group", "secp256r1", "--alpn", "second"],
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, secp256r1, second\n"
                ),
                (
                    // The server's order decides.
                    ["--group", "secp256r1", "--group", "x25519", "--alpn", "second,first"],
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, x25519, first\n"
                ),
            ] {
                let outcome = try tool.run(
                    ["connect", "localhost:\(server.port)", "--ca", "ca.pem"] + options
                )
                #expect(outcome.standardError.hasPrefix("TLS 1.2, \(agreement)"))
            }
            let refused = try connect("--alpn", "third")
            #expect(refused.status == 1)
            #expect(refused.standardError.contains("no_application_protocol"))
            let verbose = try connect("--verbose", "--server-name", "LOCALHOST", "--alpn", "second")
            for words in [
                "Connected to 127.0.0.1:\(server.port)\n", "server name sent: localhost\n",
                "application protocol: second\n", "extended master secret: yes\n",
            ] { #expect(verbose.standardError.contains(words), "\(verbose.standardError)") }
            #expect(try connect("--quiet").standardError == "")
            #expect(try server.end().status == 0)
        }
    }

    @Test(arguments: [
        (["--cipher-suite", "TLS_NO_SUCH"], "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        (["--group", "secp521r1"], "x25519"), (["--alpn", ","], "commas between them"),
        (["--alpn", String(repeating: "a", count: 256)], "commas between them"),
        (["--timeout", "0"], "number of seconds"), (["--timeout", "1s"], "number of seconds"),
        (["--rsa-key-exchange", "--cipher-suite", "TLS_RSA_WITH_AES_128_GCM_SHA256"], "leave it"),
        (["--quiet", "--verbose"], "opposite"), (["--server-name", "a b"], "neither a host name"),
    ])
    func wrongOptions(_ options: [String], _ words: String) throws {
        try ToolProgram.inTemporaryFolder { tool in
            let outcome = try tool.run(["connect", "localhost:1", "--insecure"] + options)
            #expect(outcome.status != 0)
            #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
        }
    }

    /// `connect` shows them on standard output, also those of a server that it refuses.
    @Test func showsTheServersCertificates() throws {
        try ToolProgram.withCertificates { tool in
            try (tool.contents("localhost.pem") + tool.contents("ca.pem")).write(
                toFile: tool.path("chain.pem"),
                atomically: true,
                encoding: .utf8
            )
            let server = try ServerProgram(
                tool,
                ["--key", "localhost-key.pem", "--certificate", "chain.pem"]
            )
            for authority in ["ca.pem", "client.pem"] {
                let outcome = try tool.run([
                    "connect", "localhost:\(server.port)", "--ca", authority, "--showcerts",
                ])
                #expect((outcome.status == 0) == (authority == "ca.pem"))
                let text = outcome.standardOutput
                try text.write(toFile: tool.path("shown.pem"), atomically: true, encoding: .utf8)
                #expect(text.contains("certificate\n  subject      CN=localhost\n"))
                let again = try tool.succeed("inspect", "shown.pem")
                #expect(
                    again.replacing("shown.pem", with: "chain.pem")
                        == (try tool.succeed("inspect", "chain.pem"))
                )
            }
            let post = try tool.run([
                "post", "\(server.url)/order/update", "--ca", "ca.pem", "--showcerts", "--data",
                "1",
            ])
            #expect(post.standardOutput == "1")
            #expect(post.standardError.contains("-----BEGIN CERTIFICATE-----"))
            #expect(try server.end().status == 0)
        }
    }

    /// A server that takes connections and says nothing.
    @Test func waitsNoLongerThanItIsTold() throws {
        try ToolProgram.inTemporaryFolder { tool in
            let silent = try SilentListener()
            for command in [
                ["post", "https://127.0.0.1:\(silent.port)/"],
                ["connect", "127.0.0.1:\(silent.port)"],
                ["inspect", "127.0.0.1:\(silent.port)"],
            ] {
                let start = ContinuousClock.now
                let outcome = try tool.run(
                    command + ["--timeout", "1"] + (command[0] == "inspect" ? [] : ["--insecure"])
                )
                #expect(outcome.status == 1)
                #expect(ContinuousClock.now - start < .seconds(8))
                #expect(outcome.standardError.contains(#/time|within/#), "\(outcome.standardError)")
            }
        }
    }

    @Test func tellsWhatItSends() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let outcome = try tool.run([
                "post", "\(server.url)/order/update", "--ca", "ca.pem", "--data", "1", "--verbose",
                "--header", "Authorization: Bearer secret", "--header", "X-Order: 7",
            ])
            #expect(outcome.standardOutput == "1")
            for words in [
                "TLS 1.2, TLS_ECDHE", "> POST /order/update HTTP/1.1\n", "> X-Order: 7\n",
                "> Authorization: (not shown)\n", "< HTTP/1.1 200 OK\n", "< content-length: 1\n",
            ] { #expect(outcome.standardError.contains(words), "\(outcome.standardError)") }
            #expect(!outcome.standardError.contains("secret\n"))
            #expect(try server.end().status == 0)
        }
    }
}
