// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HandshakeEngine

struct Probe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a TLS server speaks, and what is wrong with it.",
        discussion: """
            Asks for SSL 3.0 and TLS 1.0 to 1.3, one connection after the other, and tells for each \
            whether the server answers, with which cipher suite, group, signature scheme and \
            application protocol; how long a full handshake takes, from the ClientHello on; \
            and whether a second one in TLS 1.2 resumes the session. Then come the server's \
            certificates, as 'handshake inspect' shows them, and whether they verify.

            It warns where SSL 3.0, TLS 1.0, TLS 1.1 or RSA key exchange is accepted; where an RSA \
            key or a Diffie-Hellman group has fewer than 2048 bits; where the certificate is not \
            valid, or for fewer than 30 days more, or is for another name; and where the chain does \
            not verify.

            Of SSL 3.0, TLS 1.0 and TLS 1.1 no handshake is completed: the server's answer to a \
            ClientHello is read, and that is all. Nothing is sent after a handshake. Of a host with \
            several addresses the first that answers is asked; name an address, and the host with \
            --servername, to ask another.

            The exit status is 0 if there are no warnings, 1 if there are, and 2 if there is \
            nothing to report: nothing listens there, or no TLS server, or a name or a file cannot \
            be used. Mistakes in the options end with 64.

              handshake probe example.com
              handshake probe localhost:8443 --ca ca.pem
              handshake probe 192.0.2.7 --servername example.com --alpn h2 --timeout 10
              handshake probe example.com --json
            """
    )

    private static let warningStatus: Int32 = 1
    private static let noReportStatus: Int32 = 2

    @OptionGroup var options: ProbeOptions

    @Flag(help: "Print JSON, whose fields docs/probe.md lists.")
    var json = false

    func run() async throws {
        let report: ProbeReport
        do {
            report = try await probe()
        } catch {
            StandardError.print("Error: \(ErrorText.of(error))")
            throw ExitCode(Self.noReportStatus)
        }
        print(json ? try report.json() : ProbeText.of(report))
        if !report.warnings.isEmpty { throw ExitCode(Self.warningStatus) }
    }

    private func probe() async throws -> ProbeReport {
        let endpoint = try options.endpoint()
        let host = try HostName(endpoint.host)
        let name = try options.serverName.map { try HostName($0) } ?? host
        let trustRoots =
            try options.ca.map { try CredentialFiles.trustRoots($0) }
            ?? CredentialFiles.systemTrustRoots()
        let progress = ProbeProgress()
        let prober = Prober(
            host: host,
            port: endpoint.port,
            serverName: name,
            applicationProtocols: options.protocols,
            timeout: .seconds(options.timeout),
            progress: { progress.begin($0) }
        )
        progress.start()
        defer { progress.end() }
        return await report(try await prober.run(), endpoint, name, trustRoots)
    }

    private func report(
        _ findings: ProbeFindings,
        _ endpoint: Endpoint,
        _ name: HostName,
        _ trustRoots: TLSTrustRoots
    ) async -> ProbeReport {
        let chains = await ProbeReport.Chain.all(
            in: findings.versions,
            serverName: name.identity,
            trustRoots: trustRoots
        )
        return ProbeReport(
            server: endpoint.description,
            address: findings.address.text,
            serverName: name.identity,
            versions: findings.versions.map {
                ProbeReport.Version($0, timeout: .seconds(options.timeout))
            },
            acceptsRSAKeyExchange: findings.acceptsRSAKeyExchange,
            chains: chains,
            warnings: ProbeWarning.all(
                findings,
                chains,
                serverName: name.identity,
                at: Date()
            )
        )
    }
}
