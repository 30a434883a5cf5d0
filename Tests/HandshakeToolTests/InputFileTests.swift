// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What the commands say of files that are not as they should be.
@Suite struct InputFileTests {
    /// A file of this folder's `Inputs`.
    private func input(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Inputs/\(name)").path
    }

    private func openssl(_ arguments: String..., input: [UInt8] = []) throws -> String {
        String(decoding: try OpenSSLProgram.run(arguments, input: input), as: UTF8.self)
    }

    /// Each command that reads a private key, with a file that it cannot read.
    private func outcomes(_ tool: ToolProgram, key: String) throws -> [ToolProgram.Outcome] {
        try [
            ["serve", "--certificate", "localhost.pem", "--key", key],
            ["request", "client", "--key", key, "--output", "unused.pem"],
            ["sign", "localhost-request.pem", "--ca-key", key, "--force"],
            ["post", "https://localhost:1/", "--ca", "ca.pem", "--certificate", "client.pem"]
                + ["--key", key],
            ["connect", "localhost:1", "--ca", "ca.pem", "--certificate", "client.pem"]
                + ["--key", key],
            ["inspect", key],
            // Where another kind of file is expected
            ["sign", key],
            ["serve", "--certificate", key, "--key", key],
            ["post", "https://localhost:1/", "--ca", key],
        ].map { try tool.run($0) }
    }

    @Test func nothingOfAKeyIsPrinted() throws {
        try ToolProgram.withCertificates { tool in
            let pem = try tool.contents("localhost-key.pem")
            let lines = pem.split(separator: "\n")
            let secret = lines.dropFirst().dropLast().joined()
            func windows(_ text: String) -> Set<Substring> {
                guard text.count >= 16 else { return [] }
                var windows: Set<Substring> = []
                var start = text.startIndex
                while let end = text.index(start, offsetBy: 16, limitedBy: text.endIndex) {
                    windows.insert(text[start..<end])
                    start = text.index(after: start)
                }
                return windows
            }
            let secrets = windows(secret)
            for damaged in [
                String(pem.dropLast(40)), pem.replacing("-----BEGIN", with: "----BEGIN"),
                pem.replacing("KEY-----\n", with: "KEY----"),
                String(pem.replacing("\n", with: "").dropLast(10)), pem.replacing("\n", with: "?"),
                "KEY=\"" + pem.replacing("\n", with: #"\n"#) + "\"",
                pem.replacing("PRIVATE KEY", with: "CERTIFICATE"),
                pem.replacing("PRIVATE KEY", with: "CERTIFICATE REQUEST"),
                pem.replacing("BEGIN PRIVATE KEY-----\n", with: "BEGIN "),
                pem.replacing("KEY-----\nM", with: "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM"),
                lines.reversed().joined(separator: "\n"), secret,
                "\(lines[0])\n\(lines[3])\n\(lines[lines.count - 1])\n",
            ] {
                try damaged.write(
                    toFile: tool.path("key.pem"),
                    atomically: true,
                    encoding: .utf8
                )
                for outcome in try outcomes(tool, key: "key.pem") {
                    #expect(outcome.status != 0)
                    let printed = outcome.standardOutput + outcome.standardError
                    #expect(!printed.contains("no words"), "\(printed)")
                    #expect(secrets.isDisjoint(with: windows(printed)), "\(damaged.prefix(50))")
                    #expect(!printed.contains(".swift"), "\(printed)")
                }
            }
        }
    }

    /// A key that needs another program is named, and so is the program, by every command.
    @Test func keysToConvert() throws {
        try ToolProgram.withCertificates { tool in
            let key = try tool.contents("localhost-key.pem")
            let old = try openssl("rsa", "-traditional", input: Array(key.utf8))
            let encrypted = try openssl(
                "pkcs8",
                "-topk8",
                "-passout",
                "pass:secret",
                input: Array(key.utf8)
            )
            let oldEncrypted = try openssl(
                "rsa",
                "-traditional",
                "-aes128",
                "-passout",
                "pass:secret",
                input: Array(key.utf8)
            )
            let name = "OPENSSH PRIVATE KEY-----"
            for (text, kind, program) in [
                (encrypted, "encrypted", "openssl pkey"),
                (oldEncrypted, "encrypted", "openssl pkey"),
                ("-----BEGIN \(name)\nb3BlbnNzaC1r\n-----END \(name)\n", "OpenSSH", "ssh-keygen"),
                (key.replacing("PRIVATE", with: "RSA PRIVATE"), "PKCS #8", "openssl pkey"),
                (old.replacing("RSA PRIVATE", with: "PRIVATE"), "PKCS #1", "openssl pkey"),
            ] {
                try text.write(toFile: tool.path("key.pem"), atomically: true, encoding: .utf8)
                for outcome in try outcomes(tool, key: "key.pem").prefix(6) {
                    #expect(outcome.status != 0)
                    #expect(outcome.standardError.contains(kind), "\(outcome.standardError)")
                    #expect(outcome.standardError.contains(program), "\(outcome.standardError)")
                }
            }
            // Binary files, and text in UTF-16
            try Data(OpenSSLProgram.run(["pkey", "-outform", "DER"], input: Array(key.utf8)))
                .write(to: tool.folder.appending(path: "key.pem"))
            let request = ["request", "client", "--key", "key.pem", "--output", "unused.pem"]
            #expect(try tool.run(request).standardError.contains("-inform DER"))
            #expect(try tool.succeed("inspect", "key.pem").hasPrefix("key.pem: private key\n"))
            try key.write(toFile: tool.path("key.pem"), atomically: true, encoding: .utf16)
            #expect(try tool.fail("inspect", "key.pem").contains("iconv"))
        }
    }

    /// In a list of authorities what cannot be read is left out, and said; in a server's
    /// certificates it is an error.
    @Test func certificatesThatCannotBeRead() throws {
        try ToolProgram.withCertificates { tool in
            let list = input("authorities-one-with-negative-serial.pem")
            let place = "block 2 (CERTIFICATE, line 19): "
            let client = try tool.fail("post", "https://localhost:1/", "--ca", list)
            #expect(client.contains("left out \(place)"))
            #expect(client.contains("below zero"))
            let server = try tool.fail(
                "serve",
                "--certificate",
                list,
                "--key",
                "localhost-key.pem"
            )
            #expect(server.contains(place))
            #expect(!server.contains("left out"))
            // `inspect` shows the others, too.
            let inspection = try tool.run(["inspect", list])
            #expect(inspection.status != 0)
            #expect(inspection.standardError.contains(place))
            #expect(inspection.standardOutput.contains("CN=Lab Root"))
            #expect(inspection.standardOutput.contains("CN=Lab Other"))
        }
    }

    /// OpenSSL's trust settings, which say what a certificate is not for, are not passed over.
    @Test func trustSettings() throws {
        try ToolProgram.withCertificates { tool in
            let trusted = try openssl(
                "x509",
                "-in",
                tool.path("ca.pem"),
                "-trustout",
                "-addreject",
                "serverAuth"
            )
            try trusted.write(
                toFile: tool.path("trusted.pem"),
                atomically: true,
                encoding: .utf8
            )
            for arguments in [
                ["inspect", "trusted.pem"],
                ["post", "https://localhost:1/", "--ca", "trusted.pem"],
            ] {
                let outcome = try tool.run(arguments)
                #expect(outcome.status != 0)
                #expect(outcome.standardError.contains("openssl x509"))
            }
        }
    }

    @Test func requestsThatOthersMake() throws {
        try ToolProgram.withCertificates { tool in
            for (file, subject) in [
                ("noattributes", "CN=localhost"), ("pss", "CN=localhost"), ("bmp", "CN=lokal"),
                ("t61", "CN=Müller"),
            ] {
                let path = input("request-\(file).pem")
                let text = try tool.succeed("inspect", path)
                #expect(text.contains("subject      \(subject)\n"))
                #expect(text.contains("the signature is right"))
                #expect(text.contains("signed with  RSASSA-PSS") == (file == "pss"))
                let signed = try tool.succeed(
                    "sign",
                    path,
                    "--use",
                    "server",
                    "--name",
                    "localhost",
                    "--output",
                    "\(file).pem"
                )
                #expect(signed.contains("certificate for \(subject), names localhost"))
                let verdict = try openssl(
                    "verify",
                    "-x509_strict",
                    "-CAfile",
                    tool.path("ca.pem"),
                    "-purpose",
                    "sslserver",
                    tool.path("\(file).pem")
                )
                #expect(verdict.hasSuffix(": OK\n"))
                // One bit of the signature
                let der = try OpenSSLProgram.run(["req", "-in", path, "-outform", "DER"])
                let damaged = Data(der.dropLast() + [der[der.count - 1] ^ 1])
                    .base64EncodedString()
                let label = "CERTIFICATE REQUEST-----"
                try "-----BEGIN \(label)\n\(damaged)\n-----END \(label)\n".write(
                    toFile: tool.path("damaged.pem"),
                    atomically: true,
                    encoding: .utf8
                )
                #expect(
                    try tool.fail("sign", "damaged.pem", "--use", "client").contains(
                        "wrong signature"
                    )
                )
            }
            for (file, reason) in [
                ("rsa16384", "an RSA key of 16384 bits"), ("brokensan", "truncated"),
                ("idn-utf8", "characters that its type does not have"),
            ] {
                let path = input("request-\(file).pem")
                for message in try [
                    tool.fail("inspect", path), tool.fail("sign", path, "--use", "server"),
                ] {
                    #expect(message.contains(reason) && message.contains(path), "\(message)")
                }
            }
        }
    }

    /// RSASSA-PSS is shown as what it is, and where it cannot be used it is what is named.
    @Test func certificateForPSS() throws {
        try ToolProgram.inTemporaryFolder { tool in
            let path = input("certificate-pss.pem")
            let text = try tool.succeed("inspect", path)
            #expect(text.contains("subject      CN=localhost\n"))
            #expect(text.contains("RSA, 2048 bits, for PSS signatures alone"))
            #expect(text.contains("signed with  RSASSA-PSS"))
            try tool.succeed("key")
            let refusal = try tool.fail("serve", "--certificate", path, "--key", "key.pem")
            #expect(refusal.contains("id-RSASSA-PSS"))
        }
    }

    /// A server has its key, but not the file that it came from. Of optimized code: in debug, Swift
    /// copies what it likes.
    #if os(Linux) && !DEBUG
    @Test func serverKeepsNoTextOfItsKey() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            try tool.succeed("post", "\(server.url)/order/update", "--ca", "ca.pem", "--data", "{}")
            let lines = try tool.contents("localhost-key.pem").split(separator: "\n")
            // The first line of the body begins as every key's does.
            let needles = lines.dropFirst(2).dropLast().enumerated().map { index, line in
                (name: "line \(index)", bytes: line.utf8.map { ~$0 })
            }
            let places = try MemorySearch(inverted: needles)
                .places(in: "\(server.processIdentifier)")
            #expect(places.isEmpty, "\(places)")
            _ = try server.end()
        }
    }
    #endif
}
