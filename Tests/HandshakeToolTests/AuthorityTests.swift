// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Authorities below others, and what they issue; the openssl program judges the chains.
@Suite struct AuthorityTests {
    private func verify(
        _ tool: ToolProgram,
        _ leaf: String,
        _ options: String...
    ) throws -> String {
        String(
            decoding: try OpenSSLProgram.run(
                ["verify", "-x509_strict", "-CAfile", tool.path("ca.pem"), "-untrusted"]
                    + [tool.path(leaf)] + options + [tool.path(leaf)]
            ),
            as: UTF8.self
        )
    }

    /// A chain of three, in the file of the server's certificate, which `serve` sends as it is.
    @Test func issuesBelowAnotherAuthority() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("ca", "create", "--path-length", "2", "--bits", "2048")
            let middle = try tool.succeed(
                "ca",
                "create",
                "Middle CA",
                "--parent",
                "ca.pem",
                "--parent-key",
                "ca-key.pem",
                "--certificate",
                "middle.pem",
                "--key",
                "middle-key.pem",
                "--path-length",
                "1",
                "--bits",
                "2048"
            )
            #expect(middle.contains("'Middle CA', issued by CN=Handshake CA, valid until"))
            try tool.succeed(
                "ca",
                "create",
                "Low CA",
                "--parent",
                "middle.pem",
                "--parent-key",
                "middle-key.pem",
                "--certificate",
                "low.pem",
                "--key",
                "low-key.pem",
                "--bits",
                "2048",
                "--quiet"
            )
            try tool.succeed("request", "localhost")
            try tool.succeed(
                "sign",
                "localhost-request.pem",
                "--ca",
                "low.pem",
                "--ca-key",
                "low-key.pem"
            )
            let subjects = try tool.succeed("inspect", "localhost.pem").split(separator: "\n")
                .filter { $0.hasPrefix("  subject") }.compactMap { $0.split(separator: "=").last }
            #expect(subjects == ["localhost", "Low CA", "Middle CA"])
            let verdict = try verify(
                tool,
                "localhost.pem",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "localhost"
            )
            #expect(verdict.hasSuffix(": OK\n"))
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            try tool.succeed("post", "\(server.url)/order/update", "--ca", "ca.pem", "--data", "1")
            #expect(try server.end().status == 0)

            for (arguments, words) in [
                (["--parent", "low.pem", "--parent-key", "low-key.pem"], "no authority below it"),
                (
                    [
                        "--parent", "middle.pem", "--parent-key", "middle-key.pem", "--path-length",
                        "1",
                    ],
                    "has the path length 1"
                ),
                (
                    ["--parent", "ca.pem", "--parent-key", "low-key.pem"],
                    "is not the private key of"
                ),
                (
                    ["--parent", "localhost.pem", "--parent-key", "localhost-key.pem"],
                    "is no certificate authority"
                ),
                (["--parent", "ca.pem"], "--parent and --parent-key go together"),
                (["--path-length", "101"], "a number from 0 to 100"),
                (
                    ["Handshake CA", "--parent", "ca.pem", "--parent-key", "ca-key.pem"],
                    "needs one of its own"
                ),
            ] {
                let files = ["--certificate", "new.pem", "--key", "new-key.pem"]
                let name = arguments[0].hasPrefix("--") ? ["New CA"] : []
                let outcome = try tool.run(["ca", "create"] + name + arguments + files)
                #expect(outcome.status != 0)
                #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
                #expect(!FileManager.default.fileExists(atPath: tool.path("new-key.pem")))
            }
        }
    }

    @Test func namesTheWholeSubject() throws {
        try ToolProgram.inTemporaryFolder { tool in
            let subject = #"CN=Orders\, root,OU=Größe = 1,O=Orders,L=Köln,ST=NRW,C=DE"#
            try tool.succeed("ca", "create", "--subject", subject, "--bits", "2048")
            let text = String(
                decoding: try OpenSSLProgram.run([
                    "x509", "-in", tool.path("ca.pem"), "-noout", "-subject", "-nameopt",
                    "RFC2253,-esc_msb",
                ]),
                as: UTF8.self
            )
            #expect(
                text == #"subject=CN=Orders\, root,OU=Größe = 1,O=Orders,L=Köln,ST=NRW,C=DE"# + "\n"
            )
            try tool.succeed(
                "request",
                "localhost",
                "--subject",
                "cn = localhost , DC=orders,dc=test,C=de"
            )
            let request = try tool.succeed("inspect", "localhost-request.pem")
            #expect(request.contains("subject      CN=localhost,DC=orders,DC=test,C=DE\n"))
            #expect(request.contains("names        localhost\n"))
            try tool.succeed("sign", "localhost-request.pem")
            #expect(try verify(tool, "localhost.pem").hasSuffix(": OK\n"))
            for (subject, words) in [
                ("", "is no subject"), ("localhost", "is no subject"), ("CN=", "is no subject"),
                ("CN=a,", "is no subject"), ("=a", "is no subject"), ("X=a", "CN, O, OU, L, ST"),
                ("C=DEU", "two letters"), ("C=12", "two letters"), ("DC=größe", "ASCII's alone"),
                ("CN=\(String(repeating: "a", count: 65))", "64 characters at most"),
            ] {
                let text = try tool.fail("request", "a", "--subject", subject)
                #expect(text.contains(words), "\(text)")
                #expect(!FileManager.default.fileExists(atPath: tool.path("a-key.pem")))
            }
        }
    }

    @Test func isValidForAsLongAsItIsTold() throws {
        try ToolProgram.withCertificates { tool in
            func sign(_ options: String...) throws -> Date {
                #expect(
                    try tool.run(["sign", "localhost-request.pem", "--force"] + options).status == 0
                )
                let end = try OpenSSLProgram.run([
                    "x509", "-in", tool.path("localhost.pem"), "-noout", "-enddate", "-dateopt",
                    "iso_8601",
                ])
                let text = String(decoding: end, as: UTF8.self).split(separator: "=").last ?? ""
                let date = text.trimmingCharacters(in: .newlines).replacing(" ", with: "T")
                return try Date(date, strategy: .iso8601)
            }
            for (options, seconds) in [
                (["--valid", "12h"], 12 * 3600.0), (["--valid", "90d"], 90 * 86_400.0),
                (["--days", "2"], 2 * 86_400.0), ([], 397 * 86_400.0),
            ] {
                let end = options.isEmpty ? try sign() : try sign(options[0], options[1])
                #expect(abs(end.timeIntervalSinceNow - seconds) < 120, "\(options)")
            }
            let year = Calendar(identifier: .gregorian).component(.year, from: Date()) + 1
            let day = try sign("--not-after", "\(year)-03-09")
            #expect(day.formatted(.iso8601) == "\(year)-03-09T23:59:59Z")
            let time = try sign("--not-after", "\(year)-03-09T17:00:05Z")
            #expect(time.formatted(.iso8601) == "\(year)-03-09T17:00:05Z")
            for (options, words) in [
                (["--valid", "0d"], "1 to 36500 days"), (["--valid", "12"], "90d or 12h"),
                (["--valid", "-1h"], "90d or 12h"), (["--valid", "99999999999999999999h"], "12h"),
                (["--days", "36501"], "1 to 36500 days"),
                (["--not-after", "tomorrow"], "2027-03-09"),
                (["--not-after", "\(year)-02-30"], "2027-03-09"),
                (["--not-after", "2020-01-01"], "in the past"),
                (["--valid", "1d", "--days", "1"], "give one"),
            ] {
                let outcome = try tool.run(["sign", "localhost-request.pem", "--force"] + options)
                #expect(outcome.status != 0)
                #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
            }
        }
    }

    /// The same key, names and use, and a serial number and dates of its own.
    @Test func renewsWhatItHasIssued() throws {
        try ToolProgram.withCertificates { tool in
            try tool.succeed("request", "a.example.com", "--name", "127.0.0.1", "--force")
            try tool.succeed("sign", "a.example.com-request.pem", "--valid", "1h")
            let old = try tool.succeed("inspect", "a.example.com.pem")
            #expect(try tool.fail("sign", "--renew", "a.example.com.pem").contains("--force"))
            let renewed = try tool.succeed(
                "sign",
                "--renew",
                "a.example.com.pem",
                "--renew",
                "client.pem",
                "--force"
            )
            #expect(
                renewed.contains("a.example.com.pem: a server's certificate for CN=a.example.com")
            )
            #expect(
                renewed.contains("client.pem: a client's certificate for CN=client, valid until")
            )
            let new = try tool.succeed("inspect", "a.example.com.pem")
            for label in ["subject", "names", "use", "key id"] {
                func line(_ text: String) -> Substring? {
                    text.split(separator: "\n").first { $0.hasPrefix("  \(label) ") }
                }
                #expect(line(new) != nil && line(new) == line(old), "\(label)")
            }
            #expect(new.contains("397 days left") && new != old)
            #expect(try verify(tool, "a.example.com.pem").hasSuffix(": OK\n"))
            try tool.succeed("sign", "--renew", "localhost.pem", "--output", "copy.pem")

            try tool.succeed(
                "ca",
                "create",
                "--bits",
                "2048",
                "--certificate",
                "b.pem",
                "--key",
                "b-key.pem"
            )
            for (arguments, words) in [
                (
                    ["--renew", "localhost.pem", "--ca", "b.pem", "--ca-key", "b-key.pem"],
                    "request"
                ),
                (["--renew", "ca.pem"], "ca create --parent"),
                (["--renew", "missing.pem"], "does not exist"),
                (["--renew", "localhost-key.pem"], "no certificate in it"),
                ([], "name a request's file, or a certificate with --renew"),
            ] {
                let outcome = try tool.run(["sign", "--force"] + arguments)
                #expect(outcome.status != 0)
                #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
            }
        }
    }

    /// A key for ECDSA enciphers nothing.
    @Test func issuesForKeysOfOtherKinds() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("ca", "create", "--bits", "2048")
            for (file, options) in [
                ("p256", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
                ("p384", ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]), ("ed25519", ["ed25519"]),
                ("rsa", ["rsa:2048"]),
            ] {
                try OpenSSLProgram.run(
                    ["req", "-new", "-newkey"] + options + [
                        "-nodes", "-keyout", tool.path("\(file)-key.pem"), "-out",
                        tool.path("\(file)-request.pem"), "-subj", "/CN=\(file)", "-addext",
                        "subjectAltName=DNS:\(file).test", "-addext", "extendedKeyUsage=serverAuth",
                    ]
                )
                try tool.succeed("sign", "\(file)-request.pem")
                #expect(
                    try verify(tool, "\(file).pem", "-purpose", "sslserver").hasSuffix(": OK\n")
                )
                let text = String(
                    decoding: try OpenSSLProgram.run([
                        "x509", "-in", tool.path("\(file).pem"), "-noout", "-ext", "keyUsage",
                    ]),
                    as: UTF8.self
                )
                #expect(text.contains("Key Encipherment") == (file == "rsa"))
            }
            // This TLS has no use for them, and says what to do.
            let refusal = try tool.fail(
                "serve",
                "--certificate",
                "p256.pem",
                "--key",
                "p256-key.pem"
            )
            #expect(refusal.contains("needs an RSA key: make one with 'handshake request'"))
        }
    }
}
