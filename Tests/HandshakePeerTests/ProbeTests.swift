// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import NIOCore
import NIOPosix
import TestSupport
import Testing

/// `handshake probe` against servers of every version that they still speak, and against what is no
/// TLS server.
@Suite(.serialized) struct ProbeTests {
    private static let tool = Bundle.main.bundleURL.appending(path: "handshake").path

    /// What the tests read of the fields that docs/probe.md lists.
    private struct Report: Decodable {
        struct Version: Decodable {
            let version: String
            let isAccepted: Bool
            let reason, cipherSuite, group, signatureScheme, applicationProtocol: String?
            let refusesApplicationProtocols, requestsClientCertificate: Bool?
            let handshakeMilliseconds: Double?
            let resumption: String?
        }

        struct Certificate: Decodable {
            let subject: String
            let names: [String]
            let key: String
            let rsaBits: Int?
        }

        struct Chain: Decodable {
            let versions: [String]
            let certificates: [Certificate]
            let isVerified: Bool
        }

        struct Warning: Decodable {
            let code: String
        }

        let versions: [Version]
        let acceptsRSAKeyExchange: Bool?
        let chains: [Chain]
        let warnings: [Warning]

        var accepted: [String] { versions.filter(\.isAccepted).map(\.version) }
        var codes: [String] { warnings.map(\.code) }

        func version(_ name: String) throws -> Version {
            try #require(versions.first { $0.version == name })
        }
    }

    private func run(_ port: Int, _ options: [String]) async throws -> (
        status: Int32, output: String, error: String
    ) {
        let process = try PeerProcess(
            [Self.tool, "probe", "localhost:\(port)"] + options,
            closesInput: true
        )
        let status = try await process.waitForEnd()
        return (status, process.outputText, process.errorText)
    }

    private func probe(_ server: PeerServer, _ options: [String] = []) async throws -> Report {
        // The server ends with its last owner.
        defer { withExtendedLifetime(server) {} }
        return try await probe(server.port, options)
    }

    private func probe(_ port: Int, _ options: [String] = []) async throws -> Report {
        let authority = try Fixtures.get().authority
        let outcome = try await run(port, ["--json", "--ca", authority.path] + options)
        let report: Report
        do {
            report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        } catch {
            Issue.record("\(error): \(outcome.output) \(outcome.error)")
            throw error
        }
        #expect(outcome.status == (report.warnings.isEmpty ? 0 : 1))
        #expect(report.versions.count == 5)
        return report
    }

    /// The certificates of the fixtures end within two days.
    private static let always = "expires-soon"

    /// A server of one version alone, with the fixtures' certificate.
    private func check(
        _ server: PeerServer,
        speaks name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Report.Version {
        let report = try await probe(server)
        #expect(report.accepted == [name], sourceLocation: sourceLocation)
        let version = try report.version(name)
        #expect(version.cipherSuite?.hasPrefix("TLS_") == true, sourceLocation: sourceLocation)
        let isOld = name != "TLS 1.2" && name != "TLS 1.3"
        #expect(report.codes.contains("old-version") == isOld, sourceLocation: sourceLocation)
        #expect(report.codes.contains(Self.always), sourceLocation: sourceLocation)
        #expect((version.handshakeMilliseconds == nil) == isOld, sourceLocation: sourceLocation)
        #expect(report.chains.count == 1, sourceLocation: sourceLocation)
        let chain = try #require(report.chains.first)
        #expect(chain.isVerified, sourceLocation: sourceLocation)
        #expect(chain.versions == [name], sourceLocation: sourceLocation)
        #expect(chain.certificates.first?.subject == "CN=server", sourceLocation: sourceLocation)
        #expect(chain.certificates.first?.names == ["localhost"], sourceLocation: sourceLocation)
        #expect(chain.certificates.first?.key == "RSA, 2048 bits", sourceLocation: sourceLocation)
        return version
    }

    // MARK: Each version of each server

    private func openssl(_ options: [String]) async throws -> PeerServer {
        let fixtures = try Fixtures.get()
        return try await .startOpenSSL(
            ["-cert", fixtures.server.path, "-key", fixtures.key.path] + options
        )
    }

    @Test(arguments: [
        ("-tls1", "TLS 1.0"), ("-tls1_1", "TLS 1.1"), ("-tls1_2", "TLS 1.2"),
        ("-tls1_3", "TLS 1.3"),
    ])
    func asksOpenSSL(_ option: String, _ name: String) async throws {
        let server = try await openssl([option, "-cipher", "DEFAULT@SECLEVEL=0"])
        let version = try await check(server, speaks: name)
        #expect(version.group == "x25519")
        let isTLS12 = name == "TLS 1.2"
        #expect(version.signatureScheme == (isTLS12 ? "rsa_pss_rsae_sha256" : nil))
        #expect(version.resumption == (isTLS12 ? "ticket" : nil))
        let report = try await probe(server)
        #expect(report.acceptsRSAKeyExchange == (name == "TLS 1.3" ? nil : true))
        #expect(report.codes.contains("rsa-key-exchange") == (name != "TLS 1.3"))
    }

    @Test(arguments: [
        ("TLS1.0", "TLS 1.0"), ("TLS1.1", "TLS 1.1"), ("TLS1.2", "TLS 1.2"), ("TLS1.3", "TLS 1.3"),
    ])
    func asksGnuTLS(_ version: String, _ name: String) async throws {
        let server = try await PeerServer.start(
            .gnutls,
            priority: "NORMAL:-VERS-ALL:+VERS-\(version):+SIGN-RSA-SHA1"
        )
        let finding = try await check(server, speaks: name)
        #expect(finding.resumption == (name == "TLS 1.2" ? "ticket" : nil))
    }

    /// SSL 3.0, too, which no other server here speaks any more.
    @Test(arguments: [
        ("ssl3", "SSL 3.0"), ("tls10", "TLS 1.0"), ("tls11", "TLS 1.1"), ("tls12", "TLS 1.2"),
        ("tls13", "TLS 1.3"),
    ])
    func asksTLSLite(_ version: String, _ name: String) async throws {
        let server = try await PeerServer.start(.tlslite, arguments: ["--version", version])
        _ = try await check(server, speaks: name)
    }

    @Test(arguments: [true, false])
    func asksNginx(issuesTickets: Bool) async throws {
        let server = try await NginxServer.start(
            issuesTickets: issuesTickets,
            protocols: "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3",
            ciphers: "ALL:@SECLEVEL=0"
        )
        defer { withExtendedLifetime(server) {} }
        let report = try await probe(server.port)
        #expect(report.accepted == ["TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"])
        #expect(report.chains.map(\.versions) == [report.accepted])
        let tls12 = try report.version("TLS 1.2")
        #expect(tls12.resumption == (issuesTickets ? "ticket" : "session identifier"))
        for name in ["TLS 1.2", "TLS 1.3"] {
            #expect(try report.version(name).applicationProtocol == "http/1.1")
        }
        #expect(report.codes.filter { $0 == "old-version" }.count == 2)
    }

    // MARK: What servers choose

    @Test func tellsOfApplicationProtocols() async throws {
        for version in ["-tls1_2", "-tls1_3"] {
            let name = version == "-tls1_2" ? "TLS 1.2" : "TLS 1.3"
            let server = try await openssl([version, "-alpn", "a,b"])
            let chosen = try await probe(server, ["--alpn", "x,b"]).version(name)
            #expect(chosen.applicationProtocol == "b")
            #expect(chosen.refusesApplicationProtocols == nil)
            let refused = try await probe(server).version(name)
            #expect(refused.isAccepted)
            #expect(refused.applicationProtocol == nil)
            #expect(refused.refusesApplicationProtocols == true)
            #expect(refused.handshakeMilliseconds != nil)
            let none = try await probe(server, ["--alpn", ""]).version(name)
            #expect(none.refusesApplicationProtocols == nil)
        }
    }

    @Test func tellsOfSessionsThatAreNotResumed() async throws {
        let server = try await openssl(["-tls1_2", "-no_ticket", "-no_cache"])
        #expect(try await probe(server).version("TLS 1.2").resumption == "none")
        let other = try await openssl(["-tls1_2", "-no_ticket"])
        let version = try await probe(other).version("TLS 1.2")
        #expect(version.resumption == "session identifier")
    }

    @Test func tellsOfServersThatAskForACertificate() async throws {
        let server = try await PeerServer.start(.openssl, asksForCertificate: true)
        let version = try await probe(server).version("TLS 1.2")
        #expect(version.requestsClientCertificate == true)
        #expect(version.handshakeMilliseconds == nil)
    }

    @Test func tellsOfFiniteFieldGroups() async throws {
        let server = try await openssl(["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"])
        let report = try await probe(server)
        let version = try report.version("TLS 1.2")
        #expect(version.group?.hasPrefix("DH of ") == true)
        #expect(version.signatureScheme == "rsa_pss_rsae_sha256")
        #expect(report.acceptsRSAKeyExchange == false)
        // The engine has no such suite, and NIOSSL none, either.
        #expect(version.handshakeMilliseconds == nil)
    }

    // MARK: Certificates

    /// A server of its own authority, for localhost, with this key.
    private func selfSigned(_ key: [String], _ options: [String]) async throws -> PeerServer {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "handshake-probe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let paths = ["key.pem", "certificate.pem"].map { folder.appending(path: $0).path }
        try OpenSSLProgram.run(
            ["req", "-x509", "-newkey"] + key + ["-nodes", "-keyout", paths[0], "-out", paths[1]]
                + ["-subj", "/CN=self", "-addext", "subjectAltName=DNS:localhost", "-days", "60"]
        )
        return try await .startOpenSSL(["-cert", paths[1], "-key", paths[0]] + options)
    }

    @Test func readsOtherKeys() async throws {
        let curve = try await selfSigned(["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], [])
        let report = try await probe(curve)
        #expect(report.accepted == ["TLS 1.2", "TLS 1.3"])
        #expect(try report.version("TLS 1.2").signatureScheme == "ecdsa_secp256r1_sha256")
        // By NIOSSL, since the engine has no ECDSA
        #expect(try report.version("TLS 1.2").handshakeMilliseconds != nil)
        #expect(report.chains.first?.certificates.first?.key == "P256")
        #expect(report.codes == ["not-verified"])
        let edwards = try await selfSigned(["ed25519"], [])
        #expect(try await probe(edwards).accepted.contains("TLS 1.3"))
    }

    @Test func warnsOfShortKeys() async throws {
        let server = try await selfSigned(["rsa:1024"], ["-cipher", "DEFAULT@SECLEVEL=0"])
        let report = try await probe(server)
        #expect(report.codes.contains("short-key"))
        #expect(report.codes.contains("not-verified"))
        let certificate = try #require(report.chains.first?.certificates.first)
        #expect(certificate.rsaBits == 1024)
        #expect(certificate.subject == "CN=self")
        #expect(certificate.names == ["localhost"])
        let text = try await run(server.port, []).output
        withExtendedLifetime(server) {}
        #expect(text.contains("  key          RSA, 1024 bits\n"), "\(text)")
    }

    @Test func readsKeysForPSSAlone() async throws {
        let key = ["rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"]
        let report = try await probe(selfSigned(key, []))
        #expect(report.codes == ["not-verified"])
        #expect(report.chains.first?.certificates.first?.rsaBits == 2048)
        #expect(try report.version("TLS 1.2").signatureScheme == "rsa_pss_pss_sha256")
    }

    @Test func warnsOfCertificates() async throws {
        let fixtures = try Fixtures.get()
        for (certificate, code) in [
            (fixtures.expiredServer, "expired"), (fixtures.wrongHostServer, "other-name"),
            (fixtures.untrustedServer, "not-verified"),
        ] {
            let server = try await PeerServer.startOpenSSL([
                "-cert", certificate.path, "-key", fixtures.key.path, "-cipher", "ECDHE",
            ])
            let report = try await probe(server)
            #expect(report.codes.filter { $0 != Self.always } == [code])
            #expect(report.chains.first?.isVerified == false)
        }
        let server = try await PeerServer.startOpenSSL([
            "-cert", fixtures.lastingServer.path, "-key", fixtures.key.path, "-cipher", "ECDHE",
        ])
        #expect(try await probe(server).codes == [])
        let other = try await probe(server, ["--servername", "elsewhere.test"])
        #expect(other.codes == ["other-name"])
    }

    // MARK: What is no TLS server

    /// A server that says `greeting` at once, and `answer` when it has been told something.
    private func withServer(
        greeting: [UInt8] = [],
        answer: [UInt8] = [],
        closes: Bool = false,
        _ body: (Int) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        PlainServer(greeting, answer, closes: closes)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        do {
            try await body(try #require(server.localAddress?.port))
            try await server.close()
        } catch {
            try? await server.close()
            throw error
        }
    }

    private func expectNoAnswer(_ port: Int, _ words: String) async throws {
        let authority = try Fixtures.get().authority
        for options in [[], ["--json"]] {
            let outcome = try await run(
                port,
                ["--timeout", "1", "--ca", authority.path] + options
            )
            #expect(outcome.status == 2)
            #expect(outcome.output == "")
            #expect(outcome.error.hasPrefix("Error: localhost:\(port) "), "\(outcome.error)")
            #expect(outcome.error.contains(words), "\(outcome.error)")
            #expect(outcome.error.split(separator: "\n").count == 1)
        }
    }

    @Test func saysWhatIsNoTLSServer() async throws {
        try await withServer(answer: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)) { port in
            try await expectNoAnswer(port, "it speaks HTTP without TLS")
        }
        try await withServer(greeting: Array("SSH-2.0-x\r\n".utf8)) { port in
            try await expectNoAnswer(port, "it speaks SSH")
        }
        try await withServer(greeting: Array("220 \u{1B}[2J\r\n".utf8)) { port in
            try await expectNoAnswer(port, "is no TLS server: what came is no TLS")
        }
        try await withServer(closes: true) { port in
            try await expectNoAnswer(port, "the server ended the connection without an answer")
        }
        try await withServer { port in
            try await expectNoAnswer(port, "no answer in 1 second")
        }
        // A record of TLS that is too long, and records without end
        try await withServer(answer: [22, 3, 3, 0xFF, 0xFF]) { port in
            try await expectNoAnswer(port, "a record of 65535 bytes came")
        }
        let empty = [[UInt8]](repeating: [22, 3, 3, 0, 0], count: 100_000).flatMap { $0 }
        try await withServer(answer: empty) { port in
            try await expectNoAnswer(port, "more than 262144 bytes came")
        }
        try await expectNoAnswer(try await PeerServer.freePort(), "cannot be connected to")
    }
}

/// The server's side of a connection that is no TLS.
private final class PlainServer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let greeting, answer: [UInt8]
    private let closes: Bool

    init(_ greeting: [UInt8], _ answer: [UInt8], closes: Bool) {
        self.greeting = greeting
        self.answer = answer
        self.closes = closes
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
        if closes { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
