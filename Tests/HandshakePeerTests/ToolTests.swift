// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import Testing

/// The `handshake` program's `post` against nginx, and curl against its `serve`.
@Suite(.serialized) struct ToolTests {
    /// The build's folder, where the tests' own bundle lies, too.
    private static let tool = Bundle.main.bundleURL.appending(path: "handshake").path

    private struct Outcome {
        let status: Int32
        let output: String
        let error: String
    }

    private func run(_ arguments: [String], input: [UInt8] = []) async throws -> Outcome {
        let process = try PeerProcess(arguments, input: input, closesInput: true)
        let status = try await process.waitForEnd()
        return Outcome(status: status, output: process.outputText, error: process.errorText)
    }

    // MARK: post, to nginx

    private func post(
        _ server: NginxServer,
        _ options: [String] = [],
        trusting authority: Fixtures.File? = nil
    ) async throws -> Outcome {
        let authority = try authority ?? Fixtures.get().authority
        return try await run(
            [
                Self.tool, "post", server.url, "--ca", authority.path,
                "--header", "X-Order: 42", "--data", #"{"order":42}"#,
            ] + options
        )
    }

    private func credentialArguments(_ certificate: Fixtures.File) throws -> [String] {
        ["--certificate", certificate.path, "--key", try Fixtures.get().key.path]
    }

    @Test(arguments: [
        ([], "ECDHE-RSA-AES128-GCM-SHA256"), (["--rsa-key-exchange"], "AES128-GCM-SHA256"),
    ])
    func postsToNginx(_ options: [String], _ suite: String) async throws {
        let outcome = try await post(try await .start(), options)
        #expect(outcome.output == "TLSv1.2 \(suite) POST 12 42 client=\n", "\(outcome.error)")
        #expect(outcome.status == 0)
    }

    @Test func postsToNginxWithACertificate() async throws {
        let server = try await NginxServer.start(asksForCertificate: true)
        let client = try Fixtures.get().client
        let outcome = try await post(server, try credentialArguments(client))
        #expect(outcome.output.hasSuffix(" POST 12 42 client=CN=client\n"), "\(outcome.error)")
        #expect(outcome.status == 0)
        // nginx takes the connection and then refuses the request.
        let refused = try await post(server)
        #expect(refused.status != 0)
        #expect(refused.error.contains("400"), "\(refused.error)")
    }

    @Test func refusesNginxWithAnotherCertificate() async throws {
        let fixtures = try Fixtures.get()
        for (certificate, alert) in [
            (fixtures.untrustedServer, TLSAlertDescription.unknownCA),
            (fixtures.expiredServer, .certificateExpired),
            (fixtures.wrongHostServer, .badCertificate),
        ] {
            let outcome = try await post(try await .start(certificate: certificate))
            #expect(outcome.status != 0)
            #expect(outcome.output.isEmpty)
            #expect(outcome.error.contains(alert.description), "\(outcome.error)")
        }
    }

    // MARK: curl, to serve

    private func serve(
        certificate: Fixtures.File? = nil,
        _ options: [String] = []
    ) async throws -> (process: PeerProcess, url: String) {
        let fixtures = try Fixtures.get()
        let process = try PeerProcess(
            [Self.tool, "serve", "--listen", "127.0.0.1:0", "--key", fixtures.key.path]
                + ["--certificate", (certificate ?? fixtures.server).path] + options
        )
        let port = try await process.wait(for: "its port") { process in
            process.errorText.firstMatch(of: /Listening on 127\.0\.0\.1:(\d+)\n/).map { $0.1 }
        }
        return (process, "https://localhost:\(port)/order/update")
    }

    private func curl(_ options: [String], input: [UInt8] = []) async throws -> Outcome {
        let authority = try Fixtures.get().authority
        return try await run(
            [
                "curl", "--silent", "--show-error", "--noproxy", "*", "--ipv4",
                "--cacert", authority.path, "--max-time", "30",
            ] + options,
            input: input
        )
    }

    @Test(arguments: TLSCipherSuite.all)
    func curlPosts(_ suite: TLSCipherSuite) async throws {
        let isRSA = TLSCipherSuite.rsaKeyExchangeSuites.contains(suite)
        let server = try await serve(isRSA ? ["--rsa-key-exchange"] : [])
        let outcome = try await curl([
            "--ciphers", suite.opensslName, "--data", #"{"order":42}"#, server.url,
        ])
        #expect(outcome.output.contains(#"{"order":42}"#), "\(outcome.error)")
        #expect(outcome.status == 0)
    }

    @Test func curlPostsMuchAndTwiceOnAConnection() async throws {
        let server = try await serve()
        let body = "[\"" + String(repeating: "a", count: 1_000_000) + "\"]"
        let options = ["--data-binary", "@-", "--header", "Content-Type: application/json"]
        let much = try await curl(options + [server.url], input: Array(body.utf8))
        #expect(much.output.contains(body), "\(much.error)")
        let twice = try await curl([
            "--data", "1", "--write-out", "%{num_connects};", server.url, server.url,
        ])
        #expect(twice.output.contains("1;"), "\(twice.error)")
        #expect(twice.output.hasSuffix("0;"))
    }

    @Test func curlNeedsItsCertificate() async throws {
        let fixtures = try Fixtures.get()
        let server = try await serve(["--client-ca", fixtures.authority.path])
        func post(_ certificate: Fixtures.File?) async throws -> Outcome {
            let credential = certificate.map { ["--cert", $0.path, "--key", fixtures.key.path] }
            return try await curl((credential ?? []) + ["--data", #"{"order":42}"#, server.url])
        }
        let allowed = try await post(fixtures.client)
        #expect(allowed.output.contains(#"{"order":42}"#), "\(allowed.error)")
        for (certificate, alert, text) in [
            (nil, "handshake_failure", "handshake failure"),
            (fixtures.untrustedClient, "unknown_ca", "unknown ca"),
        ] as [(Fixtures.File?, String, String)] {
            let refused = try await post(certificate)
            #expect(refused.status != 0)
            #expect(refused.output.isEmpty)
            #expect(refused.error.contains(text), "\(refused.error)")
            try await server.process.wait(forText: alert)
        }
    }

    @Test func curlRefusesTheServer() async throws {
        let fixtures = try Fixtures.get()
        for (certificate, alert) in [
            (fixtures.untrustedServer, "unknown_ca"),
            (fixtures.expiredServer, "certificate_expired"),
        ] {
            let server = try await serve(certificate: certificate)
            let outcome = try await curl(["--data", "1", server.url])
            // CURLE_PEER_FAILED_VERIFICATION
            #expect(outcome.status == 60, "\(outcome.error)")
            #expect(outcome.output.isEmpty)
            try await server.process.wait(forText: alert)
        }
    }
}
