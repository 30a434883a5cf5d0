// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Private keys with a passphrase, by every command that reads one.
@Suite struct EncryptedKeyTests {
    private static let passphrase = "correct horse"

    /// Calls `body` with the folder of ``ToolProgram/withCertificates(_:)``, in which the server's
    /// and the authority's keys are encrypted.
    private func withEncryptedKeys(_ body: (ToolProgram) throws -> Void) throws {
        try ToolProgram.withCertificates { tool in
            for (key, options) in [
                ("localhost-key.pem", ["pkcs8", "-topk8"]),
                ("ca-key.pem", ["rsa", "-traditional", "-aes256"]),
            ] {
                let text = try OpenSSLProgram.run(
                    options + ["-passout", "pass:\(Self.passphrase)"],
                    input: Array(tool.contents(key).utf8)
                )
                try Data(text).write(to: tool.folder.appending(path: key))
            }
            for (file, text) in [
                ("passphrase", "\(Self.passphrase)\nand more"), ("wrong", "wrong"),
                ("umlaut", "größer"),
            ] { try text.write(toFile: tool.path(file), atomically: true, encoding: .utf8) }
            try body(tool)
        }
    }

    @Test func areReadWithTheirPassphrase() throws {
        try withEncryptedKeys { tool in
            let file = ["--passphrase-file", "passphrase"]
            let server = try ServerProgram(tool, ToolProgram.serverCredential + file)
            let post = [
                "post", "\(server.url)/order/update", "--ca", "ca.pem", "--data", "1",
                "--certificate", "localhost.pem", "--key", "localhost-key.pem",
            ]
            for command in [
                post, ["sign", "client-request.pem", "--force"], ["inspect", "localhost-key.pem"],
                ["request", "other", "--key", "localhost-key.pem"],
            ] {
                let outcome = try tool.run(command + file)
                #expect(outcome.status == 0, "\(outcome.standardError)")
            }
            server.send(signal: SIGHUP)
            _ = try server.note(with: "were read again")
            #expect(try server.end().status == 0)
            // The environment says it, too.
            let process = Process()
            process.executableURL = ToolProgram.executable
            process.arguments = ["inspect", "localhost-key.pem"]
            process.currentDirectoryURL = tool.folder
            process.environment = ["HANDSHAKE_PASSPHRASE": Self.passphrase]
            process.standardInput = FileHandle.nullDevice
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let text = try output.fileHandleForReading.readToEnd() ?? Data()
            #expect(
                try String(decoding: text, as: UTF8.self)
                    == tool.succeed("inspect", "localhost-key.pem", file[0], file[1])
            )
        }
    }

    @Test func areRefusedWithoutIt() throws {
        try withEncryptedKeys { tool in
            for (options, words) in [
                ([], "by --passphrase-file or in HANDSHAKE_PASSPHRASE"),
                (["--passphrase-file", "wrong"], "the passphrase is wrong"),
                (["--passphrase-file", "umlaut"], "other than ASCII's"),
                (["--passphrase-file", "missing"], "missing does not exist"),
            ] {
                for command in [
                    ["serve"] + ToolProgram.serverCredential,
                    ["sign", "client-request.pem", "--force"], ["inspect", "localhost-key.pem"],
                    ["request", "other", "--key", "localhost-key.pem"],
                ] {
                    let outcome = try tool.run(command + options)
                    #expect(outcome.status == 1)
                    Wording.check(outcome.standardError)
                    #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
                    #expect(!outcome.standardError.contains(Self.passphrase))
                }
            }
        }
    }

    /// Each encrypted block is decrypted by itself, and one that is not RSA is said.
    @Test func areShownEachByItself() throws {
        try withEncryptedKeys { tool in
            let elliptic = try OpenSSLProgram.run([
                "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-aes256", "-pass", "pass:\(Self.passphrase)",
            ])
            let keys = ["localhost-key.pem", "ca-key.pem"]
            let text =
                try tool.contents(keys[0]) + String(decoding: elliptic, as: UTF8.self)
                + tool.contents(keys[1])
            try text.write(toFile: tool.path("all.pem"), atomically: true, encoding: .utf8)
            let outcome = try tool.run(["inspect", "all.pem", "--passphrase-file", "passphrase"])
            #expect(outcome.status == 1)
            #expect(outcome.standardError.contains("block 2 "))
            Wording.check(outcome.standardError)
            let single = try keys.map { key in
                try tool.succeed("inspect", key, "--passphrase-file", "passphrase")
                    .replacing(key, with: "all.pem")
            }
            #expect(outcome.standardOutput == single.joined(separator: "\n"))
        }
    }
}
