// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What `inspect` reads besides PEM, and how it says it.
@Suite struct InspectTests {
    private static let passphrase = "correct horse"

    private func openssl(_ tool: ToolProgram, _ arguments: String...) throws {
        try OpenSSLProgram.run(
            arguments.map { $0.hasPrefix("./") ? tool.path(String($0.dropFirst(2))) : $0 }
        )
    }

    @Test func readsDER() throws {
        try ToolProgram.withCertificates { tool in
            for (command, pem) in [
                ("x509", "localhost.pem"), ("req", "localhost-request.pem"),
                ("pkey", "localhost-key.pem"),
            ] {
                let der = "\(command).der"
                try openssl(tool, command, "-in", "./\(pem)", "-outform", "DER", "-out", "./\(der)")
                let text = try tool.succeed("inspect", der).replacing(der, with: pem)
                #expect(try text == tool.succeed("inspect", pem))
                // Cut off, and with something after its end.
                let bytes = try Data(contentsOf: tool.folder.appending(path: der))
                for wrong in [bytes.dropLast(), bytes + [0], bytes.prefix(2)] {
                    try wrong.write(to: tool.folder.appending(path: "wrong.der"))
                    Wording.check(try tool.fail("inspect", "wrong.der"))
                }
            }
            let pem = "localhost-key.pem"
            try openssl(tool, "rsa", "-in", "./\(pem)", "-outform", "DER", "-out", "./1.der")
            try openssl(
                tool,
                "rsa",
                "-in",
                "./\(pem)",
                "-pubout",
                "-outform",
                "DER",
                "-out",
                "./2.der"
            )
            try openssl(
                tool,
                "rsa",
                "-in",
                "./\(pem)",
                "-RSAPublicKey_out",
                "-outform",
                "DER",
                "-out",
                "./3.der"
            )
            let key = try tool.succeed("inspect", pem)
            for file in ["1.der", "2.der", "3.der"] {
                let text = try tool.succeed("inspect", file)
                #expect(text.hasPrefix("\(file): \(file == "1.der" ? "private" : "public") key\n"))
                #expect(
                    text.split(separator: "\n").dropFirst()
                        == key.split(separator: "\n").dropFirst()
                )
            }
        }
    }

    /// The certificates, that of the key first, and the key.
    @Test func readsPKCS12() throws {
        try ToolProgram.withCertificates { tool in
            func export(_ file: String, _ passphrase: String, _ options: String...) throws {
                try OpenSSLProgram.run(
                    ["pkcs12", "-export", "-in", tool.path("localhost.pem"), "-out"]
                        + [tool.path(file), "-passout", "pass:\(passphrase)"] + options
                )
            }
            let key = ["-inkey", tool.path("localhost-key.pem")]
            try export("a.p12", Self.passphrase, key[0], key[1], "-certfile", tool.path("ca.pem"))
            try export("open.p12", "", key[0], key[1])
            try export("umlaut.p12", "größer", key[0], key[1])
            try export("certificates.p12", Self.passphrase, "-nokeys")
            try "\(Self.passphrase)\r\n".write(
                toFile: tool.path("passphrase"),
                atomically: true,
                encoding: .utf8
            )
            try "wrong\n".write(toFile: tool.path("wrong"), atomically: true, encoding: .utf8)
            try "größer".write(toFile: tool.path("umlaut"), atomically: true, encoding: .utf8)
            try "\n".write(toFile: tool.path("none"), atomically: true, encoding: .utf8)

            let text = try tool.succeed("inspect", "a.p12", "--passphrase-file", "passphrase")
            let sections = text.components(separatedBy: "\n\n").map { $0 + "\n" }
            try #require(sections.count == 3)
            let parts = ["localhost.pem", "ca.pem", "localhost-key.pem"]
            for (section, file) in zip(sections, parts) {
                let expected = try tool.succeed("inspect", file)
                #expect(
                    section.replacing("a.p12", with: file).trimmingCharacters(in: .newlines)
                        == expected.trimmingCharacters(in: .newlines)
                )
            }
            #expect(try tool.succeed("inspect", "open.p12").contains("CN=localhost"))
            #expect(
                try tool.succeed("inspect", "umlaut.p12", "--passphrase-file", "umlaut")
                    .contains("CN=localhost")
            )
            for (file, passphrase, words) in [
                ("a.p12", "wrong", "the passphrase is wrong"),
                ("a.p12", "none", "no passphrase in"),
                ("a.p12", "missing", "missing does not exist"),
                ("certificates.p12", "passphrase", "without a private key"),
            ] {
                let text = try tool.fail("inspect", file, "--passphrase-file", passphrase)
                Wording.check(text)
                #expect(text.contains(words) && text.contains(file), "\(text)")
            }
            let asking = try tool.fail("inspect", "a.p12")
            #expect(asking.contains("--passphrase-file or in HANDSHAKE_PASSPHRASE"))
            // Damaged in one place after the other
            let bytes = try Data(contentsOf: tool.folder.appending(path: "a.p12"))
            for offset in stride(from: 4, to: bytes.count, by: bytes.count / 12) {
                var damaged = bytes
                damaged[offset] ^= 0x40
                try damaged.write(to: tool.folder.appending(path: "damaged.p12"))
                Wording.check(
                    try tool.fail("inspect", "damaged.p12", "--passphrase-file", "passphrase")
                )
            }
        }
    }

    /// One that is missing or damaged hides no other.
    @Test func showsEverythingElse() throws {
        try ToolProgram.withCertificates { tool in
            let certificate = try tool.contents("ca.pem")
            try (certificate + certificate.replacing("M", with: "N") + certificate).write(
                toFile: tool.path("three.pem"),
                atomically: true,
                encoding: .utf8
            )
            let outcome = try tool.run([
                "inspect", "missing.pem", "three.pem", ".", "localhost.pem",
            ])
            #expect(outcome.status == 1)
            let titles = outcome.standardOutput.split(separator: "\n").filter { $0.first != " " }
            #expect(
                titles == [
                    "three.pem: certificate", "three.pem: certificate",
                    "localhost.pem: certificate",
                ]
            )
            let errors = outcome.standardError.split(separator: "\n")
            #expect(errors.count == 3)
            #expect(errors.contains { $0.contains("three.pem: block 2 (CERTIFICATE, line ") })
            for error in errors { Wording.check(String(error)) }
        }
    }

    @Test func saysItInJSON() throws {
        try ToolProgram.withCertificates { tool in
            let outcome = try tool.run([
                "inspect", "--json", "ca.pem", "localhost.pem", "localhost-request.pem",
                "localhost-key.pem", "missing.pem",
            ])
            #expect(outcome.status == 1)
            let json = try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8))
            let records = try #require(json as? [[String: Any]])
            try #require(records.count == 5)
            #expect(
                records.map { $0["kind"] as? String } == [
                    "certificate", "certificate", "certificate request", "private key", "error",
                ]
            )
            #expect(records.map { $0["source"] as? String }.last == "missing.pem")
            #expect(records[0]["isAuthority"] as? Bool == true)
            #expect(records[0]["pathLength"] as? Int == 0)
            #expect(records[1]["names"] as? [String] == ["localhost"])
            #expect(records[1]["uses"] as? [String] == ["server"])
            #expect(records[1]["issuer"] as? String == "CN=Handshake CA")
            #expect(records[2]["isSignatureRight"] as? Bool == true)
            let date = try #require(records[1]["validUntil"] as? String)
            let shown = date.replacing("T", with: " ").replacing("Z", with: " UTC")
            #expect(try tool.succeed("inspect", "localhost.pem").contains("valid until  \(shown)"))
            let keys = records.compactMap { $0["key"] as? [String: Any] }
            #expect(keys.compactMap { $0["bitCount"] as? Int } == [2048, 2048, 2048, 2048])
            let identifiers = Set(keys.dropFirst().compactMap { $0["id"] as? String })
            #expect(identifiers.count == 1)
            #expect((records[4]["error"] as? String)?.contains("does not exist") == true)
        }
    }

    @Test func showsWhatAServerPresents() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let address = "localhost:\(server.port)"
            let text = try tool.succeed("inspect", address)
            #expect(
                try text.replacing(address, with: "localhost.pem")
                    == tool.succeed("inspect", "localhost.pem")
            )
            #expect(
                try tool.succeed("inspect", address, "localhost.pem").contains("\n\nlocalhost.pem")
            )
            // It asks for a certificate, and ends the connection without one.
            let mutual = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--client-ca", "ca.pem"]
            )
            #expect(
                try tool.succeed("inspect", "localhost:\(mutual.port)").contains("CN=localhost")
            )
            for (address, words) in [
                ("localhost:1", "cannot be connected to"), ("a b:1", "neither a host name"),
                ("no-such-host.invalid:1", "name is not known"),
            ] {
                let text = try tool.fail("inspect", address)
                Wording.check(text)
                #expect(text.contains(words), "\(text)")
            }
            _ = try server.end()
            _ = try mutual.end()
        }
    }
}
