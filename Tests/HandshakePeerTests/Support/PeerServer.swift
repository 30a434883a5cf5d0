// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine
import NIOCore
import NIOPosix
import Synchronization

/// A peer that serves, for the engine's client.
struct PeerServer: Sendable {
    let process: PeerProcess
    let port: Int

    /// Starts the peer and waits until it listens.
    ///
    /// - Parameters:
    ///   - asksForCertificate: Whether a client has to have a certificate of the authority.
    ///   - priority: GnuTLS's versions and algorithms.
    ///   - more: Arguments of the peer's own program.
    static func start(
        _ peer: Peer,
        certificate: Fixtures.File? = nil,
        asksForCertificate: Bool = false,
        applicationProtocol: String? = nil,
        priority: String = Peer.gnutlsPriority,
        arguments more: [String] = []
    ) async throws -> PeerServer {
        let fixtures = try Fixtures.get()
        let certificate = (certificate ?? fixtures.server).path
        switch peer {
        case .openssl:
            var arguments = ["-tls1_2", "-cert", certificate, "-key", fixtures.key.path]
            if asksForCertificate {
                arguments += ["-CAfile", fixtures.authority.path, "-Verify", "1"]
                arguments += ["-verify_return_error"]
            }
            if let applicationProtocol { arguments += ["-alpn", applicationProtocol] }
            return try await startOpenSSL(arguments)
        case .gnutls:
            let port = try await freePort()
            var arguments = [
                "gnutls-serv", "--echo", "--port", "\(port)", "--x509certfile", certificate,
                "--x509keyfile", fixtures.key.path, "--priority", priority,
            ]
            if asksForCertificate {
                arguments += ["--x509cafile", fixtures.authority.path, "--require-client-cert"]
                arguments += ["--verify-client-cert"]
            }
            if let applicationProtocol { arguments += ["--alpn", applicationProtocol] }
            let process = try PeerProcess(arguments)
            try await process.wait(forText: "port \(port)...done")
            return PeerServer(process: process, port: port)
        case .python, .go, .tlslite:
            var arguments = try peer.ownProgram() ?? []
            arguments += ["server", "--certificate", certificate, "--key", fixtures.key.path]
            if asksForCertificate { arguments += ["--client-ca", fixtures.authority.path] }
            if let applicationProtocol { arguments += ["--protocol", applicationProtocol] }
            arguments += more
            return try await PeerServer(PeerProcess(arguments), portAfter: /listening (\d+)\n/)
        }
    }

    /// OpenSSL's server, which turns round every line that it gets.
    static func startOpenSSL(_ arguments: [String]) async throws -> PeerServer {
        let process = try PeerProcess(
            ["openssl", "s_server", "-accept", "0", "-rev"] + arguments
        )
        return try await PeerServer(process, portAfter: /ACCEPT .*:(\d+)\n/)
    }

    private init(process: PeerProcess, port: Int) {
        self.process = process
        self.port = port
    }

    private init(
        _ process: PeerProcess,
        portAfter pattern: Regex<(Substring, Substring)>
    ) async throws {
        let port = try await process.wait(for: "its port") { process in
            process.outputText.firstMatch(of: pattern).flatMap { Int($0.1) }
        }
        self.init(process: process, port: port)
    }

    private static let nextPort = Mutex(Int.random(in: 20_000..<30_000))

    /// A free port, for servers that cannot choose one themselves. It is below those that systems
    /// give to sockets without one, so that no other test's connection takes it meanwhile. It is
    /// tried by connecting: a socket that listens could be inherited by a peer that starts just then.
    static func freePort() async throws -> Int {
        let group = MultiThreadedEventLoopGroup.singleton
        for _ in 0..<100 {
            let port = nextPort.withLock { port in
                port += 1
                return port
            }
            let connection = ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port)
            guard let channel = try? await connection.get() else { return port }
            try await channel.close()
        }
        throw PeerProcess.Failure(description: "none of a hundred ports is free")
    }
}

extension Peer {
    /// What the peer's server sends back: OpenSSL's turns each line round, the others echo.
    func answer(to bytes: [UInt8]) -> [UInt8] {
        guard self == .openssl else { return bytes }
        var answer: [UInt8] = []
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            answer += line.reversed()
            answer.append(UInt8(ascii: "\n"))
        }
        return answer.dropLast()
    }
}

/// Lines of a thousand bytes and what is left of `byteCount`: OpenSSL's and GnuTLS's servers
/// answer whole lines.
func linesOfText(_ byteCount: Int) -> [UInt8] {
    var bytes = (0..<byteCount).map { UInt8(ascii: "a") + UInt8($0 * 7 % 1009 % 26) }
    for end in stride(from: 999, to: byteCount, by: 1000) { bytes[end] = UInt8(ascii: "\n") }
    bytes[byteCount - 1] = UInt8(ascii: "\n")
    return bytes
}
