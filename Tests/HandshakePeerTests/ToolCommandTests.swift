// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The tool's certificates and commands with curl and the openssl program at the other end.
@Suite(.serialized) struct ToolCommandTests {
    /// The build's folder, where the tests' own bundle lies, too.
    private static let tool = Bundle.main.bundleURL.appending(path: "handshake").path

    /// A folder of its own.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "handshake-tool-commands-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func path(_ name: String) -> String { url.appending(path: name).path }

        /// Runs the tool here.
        func run(_ arguments: String...) async throws -> (status: Int32, text: String) {
            let process = try PeerProcess(
                ["env", "--chdir", url.path, ToolCommandTests.tool] + arguments,
                closesInput: true
            )
            let status = try await process.waitForEnd()
            return (status, process.outputText + process.errorText)
        }

        func succeed(_ arguments: String...) async throws {
            let process = try PeerProcess(
                ["env", "--chdir", url.path, ToolCommandTests.tool] + arguments,
                closesInput: true
            )
            let status = try await process.waitForEnd()
            #expect(status == 0, "\(process.errorText)")
        }
    }

    /// An authority, one below it, and certificates of that for a name and a wildcard.
    private static func certificates() async throws -> Folder {
        let folder = try Folder()
        try await folder.succeed("ca", "create", "--path-length", "1", "--bits", "2048")
        try await folder.succeed(
            "ca",
            "create",
            "Issuing CA",
            "--parent",
            "ca.pem",
            "--parent-key",
            "ca-key.pem",
            "--certificate",
            "issuing.pem",
            "--key",
            "issuing-key.pem",
            "--bits",
            "2048"
        )
        for (name, file) in [("localhost", "localhost"), ("*.orders.test", "wildcard")] {
            try await folder.succeed(
                "request",
                name,
                "--key",
                "\(file)-key.pem",
                "--output",
                "request.pem",
                "--force"
            )
            try await folder.succeed(
                "sign",
                "request.pem",
                "--ca",
                "issuing.pem",
                "--ca-key",
                "issuing-key.pem",
                "--output",
                "\(file).pem"
            )
        }
        return folder
    }

    private static func serve(_ folder: Folder) async throws -> (PeerProcess, port: Substring) {
        let pairs = ["localhost", "wildcard"].flatMap { stem in
            [
                "--certificate", folder.path("\(stem).pem"), "--key",
                folder.path("\(stem)-key.pem"),
            ]
        }
        let process = try PeerProcess([Self.tool, "serve", "--listen", "127.0.0.1:0"] + pairs)
        let port = try await process.wait(for: "its port") { process in
            process.errorText.firstMatch(of: /Listening on 127\.0\.0\.1:(\d+)\n/).map { $0.1 }
        }
        return (process, port)
    }

    /// The chain in the certificate's file is one that curl and s_client verify, for each name.
    @Test func serveShowsTheCertificateForTheName() async throws {
        let folder = try await Self.certificates()
        let (server, port) = try await Self.serve(folder)
        for (name, isKnown) in [
            ("localhost", true), ("www.orders.test", true), ("orders.test", false),
            ("a.b.orders.test", false),
        ] {
            let curl = try PeerProcess([
                "curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "30",
                "--cacert", folder.path("ca.pem"), "--connect-to", "\(name):443:127.0.0.1:\(port)",
                "--data", "1", "https://\(name)/order/update",
            ])
            let status = try await curl.waitForEnd()
            // CURLE_PEER_FAILED_VERIFICATION: the default certificate is another host's.
            #expect(status == (isKnown ? 0 : 60), "\(name): \(curl.errorText)")
            let client = try PeerProcess(
                [
                    "openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-servername", name,
                    "-CAfile", folder.path("ca.pem"), "-verify_return_error",
                ],
                closesInput: true
            )
            #expect(try await client.waitForEnd() == 0, "\(client.errorText)")
            let subject = name == "www.orders.test" ? "*.orders.test" : "localhost"
            #expect(client.outputText.contains("subject=CN = \(subject)\n"), "\(client.outputText)")
            #expect(client.outputText.contains("Verify return code: 0 (ok)"))
        }
        server.stop()
    }

    /// `inspect` shows what this TLS cannot use, and `connect` points to it.
    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func inspectShowsOtherKeysAndVersions(_ version: String) async throws {
        let folder = try Folder()
        try OpenSSLProgram.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", folder.path("key.pem"), "-out", folder.path("certificate.pem"), "-subj",
            "/CN=elliptic", "-days", "2",
        ])
        let server = try PeerProcess([
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert",
            folder.path("certificate.pem"),
            "-key", folder.path("key.pem"), version,
        ])
        let port = try await server.wait(for: "its port") { process in
            process.outputText.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/).map { $0.1 }
        }
        let shown = try await folder.run("inspect", "127.0.0.1:\(port)")
        #expect(shown.status == 0, "\(shown.text)")
        let file = try await folder.run("inspect", "certificate.pem")
        #expect(
            shown.text == file.text.replacing("certificate.pem:", with: "127.0.0.1:\(port):")
        )
        #expect(shown.text.contains("key          P256\n"))
        let refused = try await folder.run("connect", "127.0.0.1:\(port)", "--insecure")
        #expect(refused.status == 1)
        let hint = version == "-tls1_2" ? "'handshake inspect HOST:PORT'" : "protocol_version"
        #expect(refused.text.contains(hint), "\(refused.text)")
        server.stop()
    }
}
