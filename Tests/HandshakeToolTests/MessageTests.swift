// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the program says when something is wrong: words, and nothing of a key.
@Suite struct MessageTests {
    /// Files that are damaged in each way that a command may come across, by their names.
    private func makeFiles(_ tool: ToolProgram) throws -> [String] {
        var files: [String: Data] = [
            "empty.pem": Data(), "text.pem": Data("hello".utf8),
            "binary.pem": Data((0...255).map { UInt8($0) }),
        ]
        for source in ["localhost.pem", "localhost-request.pem", "localhost-key.pem"] {
            let text = try tool.contents(source)
            let lines = text.split(separator: "\n").map(String.init)
            let der = try #require(Data(base64Encoded: lines[1..<lines.count - 1].joined()))
            func pem(_ body: Data, _ label: String) -> Data {
                let base64 = body.base64EncodedString(
                    options: [.lineLength64Characters, .endLineWithLineFeed]
                )
                return Data("-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n".utf8)
            }
            let label = lines[0].dropFirst("-----BEGIN ".count).dropLast("-----".count)
            let stem = source.dropLast(".pem".count)
            files["\(stem)-cut.pem"] = pem(der.prefix(der.count / 2), String(label))
            files["\(stem)-more.pem"] = pem(der + [0], String(label))
            files["\(stem)-noend.pem"] = Data(lines.dropLast().joined(separator: "\n").utf8)
            files["\(stem)-oneline.pem"] = Data(lines.joined(separator: " ").utf8)
            files["\(stem)-glued.pem"] = Data(lines.joined().utf8)
            files["\(stem)-base64.pem"] = Data(text.replacing("A", with: "!").utf8)
            for (name, other) in [
                ("certificate", "CERTIFICATE"), ("request", "CERTIFICATE REQUEST"),
                ("pkcs8", "PRIVATE KEY"), ("pkcs1", "RSA PRIVATE KEY"), ("ec", "EC PRIVATE KEY"),
                ("encrypted", "ENCRYPTED PRIVATE KEY"), ("openssh", "OPENSSH PRIVATE KEY"),
                ("public", "PUBLIC KEY"), ("unknown", "SOMETHING ELSE"),
            ] where other != label {
                files["\(stem)-as-\(name).pem"] = pem(der, other)
            }
            // A wrong length or type in each of the outer fields, and here and there inside.
            for offset in [0, 1, 4, 5, 8, 9, 12, 20, 30, 60, 120, der.count / 2] {
                var changed = der
                changed[changed.startIndex + offset] ^= 0x21
                files["\(stem)-at\(offset).pem"] = pem(changed, String(label))
            }
        }
        for (name, data) in files { try data.write(to: tool.folder.appending(path: name)) }
        return files.keys.sorted() + ["missing.pem", ".", "a\u{1B}[2Kb.pem"]
    }

    @Test func saysWhatIsWrongWithFiles() throws {
        try ToolProgram.withCertificates { tool in
            let key = try tool.contents("localhost-key.pem")
            // No address that can be listened on: a good file does not make it serve.
            let listen = ["serve", "--listen", "192.0.2.1:1"]
            for file in try makeFiles(tool) {
                for arguments in [
                    ["inspect", file],
                    ["sign", file, "--output", "new.pem", "--force"],
                    listen + ["--certificate", file, "--key", "localhost-key.pem"],
                    listen + ["--certificate", "localhost.pem", "--key", file],
                    listen + ToolProgram.serverCredential + ["--client-ca", file],
                    ["sign", "localhost-request.pem", "--ca", file, "--force"],
                    ["sign", "localhost-request.pem", "--ca-key", file, "--force"],
                    ["request", "new", "--key", file, "--output", "new.pem", "--force"],
                ] where file != "missing.pem" || arguments[0] != "request" {
                    let outcome = try tool.run(arguments)
                    let text = outcome.standardError
                    guard outcome.status != 0 || !text.isEmpty else { continue }
                    Wording.check(text, ", from \(arguments)")
                    #expect(!Wording.shows(key, in: text), "\(arguments)")
                    #expect(!Wording.shows(key, in: outcome.standardOutput), "\(arguments)")
                    let isNamed = text.contains(file) || text.contains("192.0.2.1")
                    #expect(isNamed || file.contains("\u{1B}"), "\(arguments): \(text)")
                }
            }
        }
    }

    @Test func saysWhatIsWrongWithAddressesAndFields() throws {
        try ToolProgram.withCertificates { tool in
            let client = ["--ca", "ca.pem"]
            for (arguments, words) in [
                (["post", "https://localhost:99999/"], "from 1 to 65535"),
                (["post", "https://me:pw@localhost/"], "names a user"),
                (["post", "https://no-such-host.invalid/"], "the host's name is not known"),
                (["post", "https://localhost:1/"], "localhost:1 cannot be connected to"),
                (["post", "https://localhost:1/", "--header", "none"], "'Name: value'"),
                (["post", "https://localhost:1/", "--header", "a b: c"], "'Name: value'"),
                (["post", "https://localhost:1/", "--header", "a: b\r\nc: d"], "'Name: value'"),
                (
                    ["post", "https://localhost:1/", "--header", "Transfer-Encoding: chunked"],
                    "Transfer-Encoding"
                ),
                (["connect", "localhost:1"], "localhost:1 cannot be connected to"),
                (["connect", "no-such-host.invalid:1"], "the host's name is not known"),
                (["connect", "a b:1"], "neither a host name nor an address"),
                (["connect", "localhost:1", "--server-name", "a:1"], "neither a host name nor"),
            ] {
                let text = try tool.run(arguments + client).standardError
                Wording.check(text, ", from \(arguments)")
                #expect(text.contains(words), "\(text)")
                #expect(!text.contains("pw"))
            }
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            for (address, words) in [
                ("localhost:\(server.port)", "Address already in use"),
                ("no-such-host.invalid:1", "the host's name is not known"),
                ("192.0.2.1:1", "Cannot assign requested address"),
            ] {
                let text = try tool.run(
                    ["serve", "--listen", address] + ToolProgram.serverCredential
                ).standardError
                Wording.check(text)
                #expect(text.contains("cannot listen on \(address): \(words)"), "\(text)")
            }
            // Where standard output takes nothing.
            let full = Process()
            full.executableURL = URL(filePath: "/bin/sh")
            full.arguments = [
                "-c", "exec \"$0\" \"$@\" >/dev/full 2>error.txt", ToolProgram.executable.path,
                "post", "\(server.url)/order/update", "--ca", "ca.pem", "--data", "1",
            ]
            full.currentDirectoryURL = tool.folder
            try full.run()
            full.waitUntilExit()
            #expect(full.terminationStatus == 1)
            let text = try tool.contents("error.txt")
            Wording.check(text)
            #expect(text.contains("cannot be written: No space left on device"), "\(text)")
            #expect(try server.end().status == 0)
        }
    }

    @Test func saysWhatIsWrongWithOutput() throws {
        try ToolProgram.inTemporaryFolder { tool in
            for arguments in [
                ["key", "no-such-folder/key.pem"], ["key", "."], ["key", "/dev/null", "--force"],
                ["key", "/proc/key.pem"], ["ca", "create", "--certificate", "no/ca.pem"],
                ["key", String(repeating: "a", count: 300)],
            ] {
                let outcome = try tool.run(arguments)
                #expect(outcome.status != 0)
                Wording.check(outcome.standardError)
            }
            // No device's place is taken by a key.
            let null = try FileManager.default.attributesOfItem(atPath: "/dev/null")
            #expect(null[.type] as? FileAttributeType == .typeCharacterSpecial)
        }
    }

    /// As 'ca create' makes an authority, 'key create' makes a key, not a file of that name.
    @Test func makesAKeyByEitherCommand() throws {
        try ToolProgram.inTemporaryFolder { tool in
            let made = try tool.succeed("key", "create")
            #expect(made.hasPrefix("key.pem: a private key of 2048 bits"))
            #expect(try tool.fail("key", "create").contains("key.pem exists"))
            try tool.succeed("key", "create", "a.pem", "--bits", "2050")
            try tool.succeed("key", "b.pem")
            let files = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path)
            #expect(files.sorted() == ["a.pem", "b.pem", "key.pem"])
        }
    }
}
