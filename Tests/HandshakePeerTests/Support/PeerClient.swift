// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeEngine

/// What a peer's client does, against the engine's server.
struct PeerClientOptions: Sendable {
    var suite: TLSCipherSuite?
    var hasCertificate = false
    /// Another certificate than the one that the authority issued.
    var certificate: Fixtures.File?
    var trusts: Fixtures.File?
    var host = Fixtures.host
    var byteCount = 1
    /// How many connections it makes; it resumes the first one's session in the later ones.
    var connectionCount = 1
}

/// What a peer's client said in the end.
struct PeerClientReport: Sendable {
    let exitStatus: Int32
    let text: String
    /// Whether all that it sent came back, in each connection.
    let isEchoed: Bool
    /// How many of its connections resumed a session, by its own account.
    let resumedCount: Int
}

extension Peer {
    /// Runs the peer's client to its end.
    func connect(to port: Int, _ options: PeerClientOptions) async throws -> PeerClientReport {
        switch self {
        case .openssl: try await connectOpenSSL(port, options)
        case .gnutls: try await connectGnuTLS(port, options)
        case .python, .go, .tlslite: try await connectOwnProgram(port, options)
        }
    }

    private func connectOwnProgram(
        _ port: Int,
        _ options: PeerClientOptions
    ) async throws -> PeerClientReport {
        let fixtures = try Fixtures.get()
        var arguments = try ownProgram() ?? []
        arguments += ["client", "--port", "\(port)", "--host", options.host]
        arguments += ["--ca", (options.trusts ?? fixtures.authority).path]
        arguments += ["--size", "\(options.byteCount)"]
        arguments += ["--connections", "\(options.connectionCount)"]
        if let suite = options.suite { arguments += ["--suite", suite.name] }
        arguments += try certificateArguments(options, "--certificate", "--key")
        let process = try PeerProcess(arguments)
        let exitStatus = try await process.waitForEnd()
        let text = process.outputText
        let echoes = text.split(separator: "\n").filter { $0 == "echoed \(options.byteCount)" }
        return PeerClientReport(
            exitStatus: exitStatus,
            text: text + process.errorText,
            isEchoed: echoes.count == options.connectionCount,
            resumedCount: text.matches(of: /resumed=True/).count
        )
    }

    /// One `s_client` a connection, which hands its session on in a file.
    private func connectOpenSSL(
        _ port: Int,
        _ options: PeerClientOptions
    ) async throws -> PeerClientReport {
        let fixtures = try Fixtures.get()
        let session = FileManager.default.temporaryDirectory
            .appending(path: "handshake-peer-session-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: session) }
        var arguments = [
            "openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-tls1_2",
            "-CAfile", (options.trusts ?? fixtures.authority).path, "-servername", options.host,
            "-verify_hostname", options.host, "-verify_return_error", "-nocommands",
            // Without a second connection it says nothing but what came.
            options.connectionCount == 1 ? "-quiet" : "-ign_eof",
        ]
        if let suite = options.suite { arguments += ["-cipher", suite.opensslName] }
        arguments += try certificateArguments(options, "-cert", "-key")
        let bytes = linesOfText(options.byteCount)
        var (isEchoed, text, resumedCount, exitStatus) = (true, "", 0, Int32(0))
        for index in 0..<options.connectionCount {
            let sessionArguments = [index == 0 ? "-sess_out" : "-sess_in", session]
            let process = try PeerProcess(arguments + sessionArguments, input: bytes)
            exitStatus = try await process.waitForEnd()
            let output = process.output
            let isWhole = options.connectionCount == 1 ? output == bytes : contains(output, bytes)
            isEchoed = isEchoed && isWhole
            let ownText = String(decoding: output.prefix(20_000), as: UTF8.self)
            if ownText.contains("\nReused, TLSv1.2") { resumedCount += 1 }
            text += ownText + process.errorText
        }
        return PeerClientReport(
            exitStatus: exitStatus,
            text: text,
            isEchoed: isEchoed,
            resumedCount: resumedCount
        )
    }

    /// `gnutls-cli`, which makes a second connection itself if it is told to resume, and sends in
    /// the last one.
    private func connectGnuTLS(
        _ port: Int,
        _ options: PeerClientOptions
    ) async throws -> PeerClientReport {
        let fixtures = try Fixtures.get()
        var arguments = [
            "gnutls-cli", "--port", "\(port)", "127.0.0.1", "--sni-hostname", options.host,
            "--verify-hostname", options.host, "--logfile", "log",
            "--x509cafile", (options.trusts ?? fixtures.authority).path,
            "--priority", options.suite?.gnutlsPriority ?? Self.gnutlsPriority,
        ]
        if options.connectionCount > 1 { arguments.append("--resume") }
        arguments += try certificateArguments(options, "--x509certfile", "--x509keyfile")
        let bytes = linesOfText(options.byteCount)
        let process = try PeerProcess(arguments, input: bytes)
        let exitStatus = try await process.waitForEnd()
        let text = process.contents("log") + process.contents("error")
        return PeerClientReport(
            exitStatus: exitStatus,
            text: String(decoding: text, as: UTF8.self),
            isEchoed: process.output == bytes,
            resumedCount: String(decoding: text, as: UTF8.self)
                .contains("This is a resumed session") ? 1 : 0
        )
    }

    private func certificateArguments(
        _ options: PeerClientOptions,
        _ certificateName: String,
        _ keyName: String
    ) throws -> [String] {
        let fixtures = try Fixtures.get()
        guard options.hasCertificate || options.certificate != nil else { return [] }
        let certificate = options.certificate ?? fixtures.client
        return [certificateName, certificate.path, keyName, fixtures.key.path]
    }

    private func contains(_ output: [UInt8], _ bytes: [UInt8]) -> Bool {
        Data(output).range(of: Data(bytes)) != nil
    }
}
