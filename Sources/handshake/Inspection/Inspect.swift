// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import NIOCore

struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Say what is in files of certificates, requests and keys, or what a server shows.",
        discussion: """
            Reads PEM, each block of a file, DER and PKCS #12. What cannot be read is told on \
            standard error, everything else is shown all the same, and the status is 1 then. \
            Nothing secret of a private key is shown. Things that belong together have the same \
            'key id', the SHA-256 of the public key.

            Of HOST:PORT it shows the certificates that the server presents, with TLS 1.2 or 1.3 \
            and a key of any kind. They are not verified: 'connect' does that.

              handshake inspect ca.pem localhost.pem localhost-key.pem
              handshake inspect localhost:8443 --json
              handshake inspect orders.p12 --passphrase-file passphrase.txt
            """
    )

    @Argument(help: "The files, and servers as HOST:PORT.", completion: .file())
    var files: [String]

    @Flag(help: "Print an array of JSON objects instead, one for each thing.")
    var json = false

    @Option(
        name: [.customLong("server-name"), .customLong("servername")],
        help: "The name that servers are asked for (SNI). (default: the host)"
    )
    var serverName: String?

    @Option(
        help: "How many seconds a server may take to present its certificates. (default: 10)",
        transform: { try TimeLimit($0) }
    )
    var timeout: TimeLimit?

    @OptionGroup var passphrase: PassphraseOptions

    func run() async throws {
        var findings: [Finding] = []
        for file in files { findings += await find(file) }
        for finding in findings {
            if case .failure(let failure) = finding.content {
                let reason = failure.description
                let isNamed = reason.hasPrefix(finding.source)
                StandardError.print("Error: \(isNamed ? "" : "\(finding.source): ")\(reason)")
            }
        }
        if json {
            try print(json: findings)
        } else {
            let texts = findings.compactMap { finding in
                try? finding.content.get().text(source: finding.source)
            }
            if !texts.isEmpty { StandardOutput.write(texts.joined(separator: "\n\n") + "\n") }
        }
        if findings.contains(where: \.isFailure) { throw ExitCode.failure }
    }

    private func find(_ source: String) async -> [Finding] {
        do {
            // A file may have any name.
            guard !FileManager.default.fileExists(atPath: source),
                let endpoint = Endpoint(argument: source)
            else { return try InspectedFile(path: source, passphrase).findings() }
            return try await PresentedChain.certificates(
                of: endpoint,
                serverName: serverName,
                timeout: timeout?.amount ?? .seconds(10)
            ).map { bytes in Finding(source) { try Description(certificate: bytes) } }
        } catch {
            return [Finding(source, FailureText.of(error, peer: "server"))]
        }
    }

    private func print(json findings: [Finding]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let text = try encoder.encode(findings.map(\.record))
        StandardOutput.write(String(decoding: text, as: UTF8.self) + "\n")
    }
}
