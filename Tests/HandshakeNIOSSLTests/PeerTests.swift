// SPDX-License-Identifier: Apache-2.0

import HandshakeNIOSSL
import NIOPosix
import NIOSSL
import TestSupport
import Testing

/// Other TLS clients against a NIOSSL server with the accelerated key.
@Suite("Accelerated key: openssl, curl, Python") struct PeerTests {
    let group = MultiThreadedEventLoopGroup.singleton
    let identity: TestIdentity
    let observer = RecordingObserver()

    init() throws { identity = try TestIdentity("rsa2048") }

    private func server(
        _ change: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> TestServer {
        var configuration = identity.serverConfiguration(
            try identity.accelerated { $0.observer = observer }
        )
        change(&configuration)
        return try await TestServer(configuration, on: group)
    }

    private static let request = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"

    private func openssl(
        _ server: TestServer,
        _ arguments: [String],
        files: [String: String] = [:]
    ) throws -> String {
        try Program.run(
            "openssl",
            [
                "s_client", "-connect", "127.0.0.1:\(server.port)", "-servername", "localhost",
                "-CAfile", "ca.pem", "-verify_return_error", "-quiet",
            ] + arguments,
            files: files.merging(["ca.pem": identity.certificatePEM]) { $1 },
            input: Self.request
        )
    }

    @Test(arguments: [
        ["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"],
        ["-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384"],
        ["-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"],
        ["-tls1_3", "-sigalgs", "rsa_pss_rsae_sha384"],
        ["-tls1_3", "-sigalgs", "rsa_pss_rsae_sha512"],
        ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"],
        ["-tls1_2", "-cipher", "ECDHE-RSA-AES256-GCM-SHA384"],
        ["-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305"],
        ["-tls1_2", "-sigalgs", "RSA+SHA256"], ["-tls1_2", "-sigalgs", "RSA+SHA384"],
        ["-tls1_2", "-sigalgs", "RSA+SHA512"], ["-tls1_2", "-sigalgs", "RSA-PSS+SHA256"],
    ])
    func opensslSigned(_ arguments: [String]) async throws {
        let server = try await server()
        #expect(try openssl(server, arguments).hasSuffix(TestServer.body))
        #expect(observer.kinds.count == 1)
        #expect(observer.errors.isEmpty)
        try await server.close()
    }

    @Test(arguments: ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA"])
    func opensslRSAKeyExchange(_ suite: String) async throws {
        let server = try await server {
            $0.cipherSuiteValues = [
                .TLS_RSA_WITH_AES_128_GCM_SHA256, .TLS_RSA_WITH_AES_256_GCM_SHA384,
                .TLS_RSA_WITH_AES_128_CBC_SHA,
            ]
        }
        #expect(try openssl(server, ["-tls1_2", "-cipher", suite]).hasSuffix(TestServer.body))
        #expect(observer.kinds == [.decrypt])
        try await server.close()
    }

    @Test func opensslMutual() async throws {
        let client = try TestIdentity("rsa3072", serverName: "client")
        let server = try await server {
            $0.certificateVerification = .noHostnameVerification
            $0.trustRoots = .certificates([client.certificate])
        }
        for version in ["-tls1_3", "-tls1_2"] {
            let output = try openssl(
                server,
                [version, "-cert", "client.pem", "-key", "client-key.pem"],
                files: ["client.pem": client.certificatePEM, "client-key.pem": client.keyPEM]
            )
            #expect(output.hasSuffix(TestServer.body))
        }
        try await server.close()
    }

    @Test(arguments: [["--tlsv1.3"], ["--tlsv1.2", "--tls-max", "1.2"]])
    func curl(_ arguments: [String]) async throws {
        let server = try await server()
        let output = try Program.run(
            "curl",
            ["--silent", "--show-error", "--noproxy", "*", "--cacert", "ca.pem"] + arguments
                + ["https://127.0.0.1:\(server.port)/"],
            files: ["ca.pem": identity.certificatePEM]
        )
        #expect(output == TestServer.body)
        #expect(observer.kinds.count == 1)
        try await server.close()
    }

    @Test(arguments: ["TLSv1_3", "TLSv1_2"])
    func python(_ version: String) async throws {
        let server = try await server()
        let script = """
            import socket, ssl, sys
            context = ssl.create_default_context(cafile=sys.argv[1])
            context.minimum_version = context.maximum_version = ssl.TLSVersion.\(version)
            with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as connection:
                    connection.sendall(b"GET / HTTP/1.1\\r\\nhost: localhost\\r\\n\\r\\n")
                    text = b""
                    while chunk := connection.recv(4096):
                        text += chunk
            print(text.decode().split()[-1], end="")
            """
        let output = try Program.run(
            "python3",
            ["client.py", "ca.pem", "\(server.port)"],
            files: ["client.py": script, "ca.pem": identity.certificatePEM]
        )
        #expect(output == TestServer.body)
        #expect(observer.kinds.count == 1)
        try await server.close()
    }
}
