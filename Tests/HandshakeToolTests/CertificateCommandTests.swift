// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `ca create`, `key`, `request` and `sign`, whose files the openssl program must accept.
@Suite struct CertificateCommandTests {
    private func openssl(_ arguments: String...) throws -> String {
        String(decoding: try OpenSSLProgram.run(arguments), as: UTF8.self)
    }

    @Test func certificatesForServerAndClient() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("ca", "create")
            try tool.succeed("request", "localhost", "--name", "127.0.0.1")
            try tool.succeed("request", "order-client", "--use", "client")
            try tool.succeed("sign", "localhost-request.pem", "order-client-request.pem")

            let authority = tool.path("ca.pem")
            let server = try openssl(
                "verify",
                "-x509_strict",
                "-CAfile",
                authority,
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "localhost",
                "-verify_ip",
                "127.0.0.1",
                tool.path("localhost.pem")
            )
            #expect(server.hasSuffix(": OK\n"))
            let client = try openssl(
                "verify",
                "-x509_strict",
                "-CAfile",
                authority,
                "-purpose",
                "sslclient",
                tool.path("order-client.pem")
            )
            #expect(client.hasSuffix(": OK\n"))
            // Neither may stand in for the other.
            #expect(throws: OpenSSLProgram.Failure.self) {
                try openssl(
                    "verify",
                    "-CAfile",
                    authority,
                    "-purpose",
                    "sslserver",
                    tool.path("order-client.pem")
                )
            }
            #expect(throws: OpenSSLProgram.Failure.self) {
                try openssl(
                    "verify",
                    "-CAfile",
                    authority,
                    "-purpose",
                    "sslserver",
                    "-verify_hostname",
                    "example.com",
                    tool.path("localhost.pem")
                )
            }
        }
    }

    @Test func requestThatOpenSSLChecks() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("request", "*.example.com", "--name", "::1", "--bits", "2050")
            let path = tool.path("_.example.com-request.pem")
            try OpenSSLProgram.run(["req", "-in", path, "-noout", "-verify"])
            let text = try openssl("req", "-in", path, "-noout", "-text")
            #expect(text.contains("CN = *.example.com"))
            #expect(text.contains("DNS:*.example.com, IP Address:0:0:0:0:0:0:0:1"))
            #expect(text.contains("TLS Web Server Authentication"))
            #expect(text.contains("Public-Key: (2050 bit)"))
        }
    }

    @Test func requestThatOpenSSLMade() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("ca", "create", "Orders CA", "--bits", "2048", "--days", "10")
            try OpenSSLProgram.run([
                "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-keyout", tool.path("ec-key.pem"), "-out", tool.path("ec.csr"), "-subj",
                "/O=Orders/CN=ec",
            ])
            // It asks for no use, and names no host.
            #expect(try tool.fail("sign", "ec.csr").contains("--use server or --use client"))
            #expect(try tool.fail("sign", "ec.csr", "--use", "server").contains("--name"))
            try tool.succeed(
                "sign",
                "ec.csr",
                "--use",
                "server",
                "--name",
                "ec.example.com",
                "--output",
                "ec.pem"
            )
            let verdict = try openssl(
                "verify",
                "-x509_strict",
                "-CAfile",
                tool.path("ca.pem"),
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "ec.example.com",
                tool.path("ec.pem")
            )
            #expect(verdict.hasSuffix(": OK\n"))
            // 397 days are asked for, but no certificate outlives its authority's.
            let end = try openssl("x509", "-in", tool.path("ec.pem"), "-noout", "-enddate")
            let authorityEnd = try openssl("x509", "-in", tool.path("ca.pem"), "-noout", "-enddate")
            #expect(end == authorityEnd)
        }
    }

    @Test func refusedRequests() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("ca", "create", "--bits", "2048")
            try tool.succeed("request", "localhost")
            // The last byte of the signature.
            let der = try OpenSSLProgram.run([
                "req", "-in", tool.path("localhost-request.pem"), "-outform", "DER",
            ])
            let damaged = Data(der.dropLast() + [der[der.count - 1] ^ 1]).base64EncodedString(
                options: [.lineLength64Characters, .endLineWithLineFeed]
            )
            let label = "CERTIFICATE REQUEST-----"
            try "-----BEGIN \(label)\n\(damaged)\n-----END \(label)\n".write(
                toFile: tool.path("damaged.csr"),
                atomically: true,
                encoding: .utf8
            )
            #expect(try tool.fail("sign", "damaged.csr").contains("wrong signature"))
            #expect(
                !FileManager.default.fileExists(atPath: tool.path("damaged.csr-certificate.pem"))
            )

            try OpenSSLProgram.run([
                "req", "-new", "-newkey", "rsa:1024", "-nodes", "-keyout", tool.path("short.pem"),
                "-out", tool.path("short.csr"), "-subj", "/CN=short",
            ])
            #expect(
                try tool.fail("sign", "short.csr", "--use", "client").contains(
                    "short.csr holds a certificate request that cannot be read: an RSA key of 1024 bits"
                )
            )
            #expect(try tool.fail("sign", "ca.pem").contains("holds no certificate request"))
            #expect(try tool.fail("sign", "missing.csr").contains("does not exist"))
        }
    }

    /// A request's names may hold anything: none moves the cursor, forges a line or looks like two.
    @Test func namesThatHideSomething() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("ca", "create", "--bits", "2048")
            func request(_ file: String, names: String) throws {
                try """
                [req]
                prompt = no
                utf8 = yes
                distinguished_name = subject
                req_extensions = extensions
                [subject]
                CN = eve\u{1B}[2K\\nForged\u{202E}moc
                [extensions]
                extendedKeyUsage = serverAuth
                subjectAltName = @names
                [names]
                \(names)
                """.write(toFile: tool.path("\(file).cnf"), atomically: true, encoding: .utf8)
                try OpenSSLProgram.run([
                    "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout",
                    tool.path("\(file)-key.pem"), "-out", tool.path("\(file).csr"),
                    "-config", tool.path("\(file).cnf"),
                ])
            }
            let subject = #"CN=eve\u{1B}[2K\u{A}Forged\u{202E}moc"#
            for (file, names, shown) in [
                (
                    "escape", "DNS.1 = localhost\nDNS.2 = evil.test\u{1B}[2K",
                    #""evil.test\u{1B}[2K""#
                ),
                ("line", "DNS.1 = evil.test\\nserial", #""evil.test\u{A}serial""#),
                ("list", "DNS.1 = \"localhost, 127.0.0.1\"", #""localhost, 127.0.0.1""#),
                ("mail", "email.1 = \"eve@evil.test <ann@good.test>\"", #"<ann@good.test>""#),
            ] {
                try request(file, names: names)
                let text = try tool.succeed("inspect", "\(file).csr")
                #expect(text.contains("\n  subject      \(subject)\n"))
                #expect(text.contains("\(shown)\n"))
                #expect(!text.unicodeScalars.contains("\u{1B}"))
                let refusal = try tool.fail("sign", "\(file).csr")
                #expect(refusal.contains("asks for what is no name: ") && refusal.contains(shown))
                #expect(refusal.split(separator: "\n").count == 1)
                #expect(!refusal.unicodeScalars.contains("\u{1B}"))
            }
            // Other names may be given to it, whatever it asks for.
            let signed = try tool.succeed("sign", "line.csr", "--name", "localhost")
            #expect(signed.contains("a server's certificate for \(subject), names localhost, "))
            #expect(signed.split(separator: "\n").count == 1)
        }
    }

    @Test func refusedAuthorities() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("request", "localhost")
            #expect(try tool.fail("sign", "localhost-request.pem").contains("ca create"))
            try tool.succeed("ca", "create", "--bits", "2048")
            try tool.succeed("sign", "localhost-request.pem")
            let mismatch = try tool.fail(
                "sign",
                "localhost-request.pem",
                "--ca-key",
                "localhost-key.pem",
                "--force"
            )
            #expect(mismatch.contains("is not the private key of"))
            let server = try tool.fail(
                "sign",
                "localhost-request.pem",
                "--ca",
                "localhost.pem",
                "--ca-key",
                "localhost-key.pem",
                "--force"
            )
            #expect(server.contains("is no certificate authority"))
        }
    }

    @Test func filesAreNotReplacedUnlessForced() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("key")
            let mode =
                try FileManager.default
                .attributesOfItem(atPath: tool.path("key.pem"))[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let first = try tool.contents("key.pem")
            #expect(try tool.fail("key").contains("--force"))
            #expect(try tool.contents("key.pem") == first)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: tool.path("key.pem")
            )
            try tool.succeed("key", "--force")
            #expect(try tool.contents("key.pem") != first)
            let newMode =
                try FileManager.default
                .attributesOfItem(atPath: tool.path("key.pem"))[.posixPermissions] as? Int
            #expect(newMode == 0o600)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).count == 1
            )
            try OpenSSLProgram.run(["pkey", "-in", tool.path("key.pem"), "-check", "-noout"])

            // An authority's certificate is not replaced, nor is its key made before that is known.
            try "kept".write(toFile: tool.path("ca.pem"), atomically: true, encoding: .utf8)
            #expect(try tool.fail("ca", "create").contains("ca.pem exists"))
            #expect(!FileManager.default.fileExists(atPath: tool.path("ca-key.pem")))
        }
    }

    @Test(arguments: [
        ["key", "--bits", "1024"], ["key", "--bits", "2049"], ["key", "no-such-folder/key.pem"],
        ["request", ""], ["request", "a b"], ["request", "dash-.example.com"],
        ["request", "localhost", "--name", "256.0.0.1.."], ["ca", "create", "--days", "0"],
        ["request", String(repeating: "a", count: 65), "--use", "client"], ["unknown"],
    ])
    func wrongArguments(_ arguments: [String]) throws {
        try ToolProgram.inTemporaryFolder { tool in
            let outcome = try tool.run(arguments)
            #expect(outcome.status != 0)
            #expect(outcome.standardOutput == "")
            #expect(outcome.standardError.hasPrefix("Error: "))
            #expect(try FileManager.default.contentsOfDirectory(atPath: tool.folder.path) == [])
        }
    }

    @Test func whatInspectSays() throws {
        try ToolProgram.inTemporaryFolder { tool in
            try tool.succeed("ca", "create", "Orders CA", "--bits", "2048")
            try tool.succeed("request", "localhost", "--name", "127.0.0.1", "--name", "::1")
            try tool.succeed("sign", "localhost-request.pem")
            let text = try tool.succeed(
                "inspect",
                "ca.pem",
                "localhost-request.pem",
                "localhost.pem",
                "localhost-key.pem"
            )
            let sections = text.components(separatedBy: "\n\n")
            try #require(sections.count == 4)
            #expect(sections[0].hasPrefix("ca.pem: certificate\n"))
            #expect(sections[0].contains("issuer       itself"))
            #expect(sections[0].contains("certificate authority"))
            #expect(sections[1].contains("the signature is right"))
            #expect(sections[2].contains("issuer       CN=Orders CA"))
            #expect(sections[2].contains("localhost, 127.0.0.1, ::1"))
            #expect(sections[2].contains("397 days left"))
            #expect(sections[3].contains("RSA, 2048 bits"))

            func keyIdentifier(_ section: String) -> Substring? {
                section.split(separator: "\n").first { $0.hasPrefix("  key id") }
            }
            #expect(keyIdentifier(sections[1]) == keyIdentifier(sections[2]))
            #expect(keyIdentifier(sections[2]) == keyIdentifier(sections[3]))
            #expect(keyIdentifier(sections[0]) != keyIdentifier(sections[1]))

            let fingerprint = try openssl(
                "x509",
                "-in",
                tool.path("localhost.pem"),
                "-noout",
                "-fingerprint",
                "-sha256"
            )
            let digits = fingerprint.split(separator: "=").last?.lowercased() ?? "none"
            #expect(sections[2].contains(digits.trimmingCharacters(in: .newlines)))
            #expect(try tool.fail("inspect", "missing.pem").contains("does not exist"))
        }
    }
}
