// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `handshake probe` prints, of a server whose answers are known.
@Suite struct ProbeTextTests {
    @Test func printsText() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(tool, ToolProgram.serverCredential)
            let outcome = try tool.run(["probe", "localhost:\(server.port)", "--ca", "ca.pem"])
            #expect(outcome.status == 0)
            #expect(outcome.standardError == "")
            let text = outcome.standardOutput
                .replacing(/at (127\.0\.0\.1|\[::1\]):\d+/, with: "at ADDRESS")
                .replacing("localhost:\(server.port)", with: "localhost:PORT")
                .replacing(/in \d+\.\d\d ms/, with: "in TIME")
                .replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, with: "DATE")
                .replacing(/[0-9a-f]{2}(:[0-9a-f]{2}){7,}/, with: "NUMBER")
            #expect(
                text == """
                    localhost:PORT, at ADDRESS, asked for localhost

                    SSL 3.0   not accepted: alert protocol_version
                    TLS 1.0   not accepted: alert protocol_version
                    TLS 1.1   not accepted: alert protocol_version
                    TLS 1.2   TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, x25519, rsa_pss_rsae_sha256
                              ALPN http/1.1
                              full handshake in TIME
                              resumed by ticket in TIME
                    TLS 1.3   not accepted: alert handshake_failure

                    RSA key exchange is not accepted.

                    Chain in TLS 1.2: verified for localhost
                    certificate 1
                      subject      CN=localhost
                      issuer       CN=Handshake CA
                      valid from   DATE UTC
                      valid until  DATE UTC (397 days left)
                      use          server
                      names        localhost
                      key          RSA, 2048 bits
                      key id       NUMBER
                      signed with  sha256WithRSAEncryption
                      serial       NUMBER
                      SHA-256      NUMBER

                    No warnings.

                    """
            )
            let other = try tool.run([
                "probe", "localhost:\(server.port)", "--ca", "ca.pem", "--servername", "a.example",
            ])
            #expect(other.status == 1)
            let warning = "Warning: CN=localhost is for localhost, not for a.example\n"
            #expect(other.standardOutput.hasSuffix("\n\n" + warning), "\(other.standardOutput)")
            #expect(try server.end().status == 0)
        }
    }

    @Test func printsJSON() throws {
        try ToolProgram.withCertificates { tool in
            let server = try ServerProgram(
                tool,
                ToolProgram.serverCredential + ["--rsa-key-exchange"]
            )
            let options = ["--ca", "ca.pem", "--json"]
            let outcome = try tool.run(["probe", "localhost:\(server.port)"] + options)
            #expect(outcome.status == 1)
            let json = try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8))
            let report = try #require(json as? [String: Any])
            #expect(
                report.keys.sorted() == [
                    "acceptsRSAKeyExchange", "address", "chains", "server", "serverName",
                    "versions", "warnings",
                ]
            )
            #expect(report["serverName"] as? String == "localhost")
            let versions = try #require(report["versions"] as? [[String: Any]])
            #expect(
                versions.map { $0["version"] as? String } == [
                    "SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3",
                ]
            )
            #expect(versions[0].keys.sorted() == ["isAccepted", "reason", "version"])
            #expect(
                versions[3].keys.sorted() == [
                    "applicationProtocol", "cipherSuite", "handshakeMilliseconds", "isAccepted",
                    "requestsClientCertificate", "resumedHandshakeMilliseconds", "resumption",
                    "version",
                ]
            )
            let chains = try #require(report["chains"] as? [[String: Any]])
            #expect(chains.first?.keys.sorted() == ["certificates", "isVerified", "versions"])
            let certificates = try #require(chains.first?["certificates"] as? [[String: Any]])
            #expect(
                certificates.first?.keys.sorted() == [
                    "issuer", "key", "names", "rsaBits", "serial", "sha256", "signatureAlgorithm",
                    "subject", "validFrom", "validUntil",
                ]
            )
            let warnings = try #require(report["warnings"] as? [[String: String]])
            #expect(warnings.map { $0["code"] } == ["rsa-key-exchange"])
            #expect(warnings.first?.keys.sorted() == ["code", "message"])
            #expect(try server.end().status == 0)
        }
    }

    @Test func saysWhatIsWrongWithTheCommandLine() throws {
        try ToolProgram.withCertificates { tool in
            for (arguments, words) in [
                (["https://localhost/"], "not as a URL"), (["localhost:0"], "from 1 to 65535"),
                (["localhost:99999"], "from 1 to 65535"), (["localhost:x"], "from 1 to 65535"),
                (["[::1]:"], "from 1 to 65535"), (["::1:8443:"], "from 1 to 65535"),
                ([""], "neither a host name nor"), (["a b"], "neither a host name nor"),
                (["localhost", "--servername", "a:1"], "neither a host name nor"),
                (["localhost", "--timeout", "0"], "from 1 to 3600"),
                (["localhost", "--alpn", "a,,b"], "1 to 255 bytes"),
                (["localhost", "--alpn", String(repeating: "a", count: 256)], "1 to 255 bytes"),
                (["localhost", "--ca", "missing.pem"], "missing.pem does not exist"),
                (["no-such-host.invalid"], "the host's name is not known"),
                (["localhost:1"], "localhost:1 cannot be connected to"),
                (["[::1]:1"], "[::1]:1 cannot be connected to"),
            ] {
                let ca = arguments.contains("--ca") ? [] : ["--ca", "ca.pem"]
                let outcome = try tool.run(["probe"] + arguments + ca)
                let isOption = arguments.contains("--timeout") || arguments.contains("--alpn")
                #expect(outcome.status == (isOption ? 64 : 2), "\(arguments)")
                #expect(outcome.standardOutput == "")
                let text = outcome.standardError
                #expect(text.contains(words), "\(arguments): \(text)")
                // The parser's own hint at --help names the program.
                Wording.check(text.split(separator: "\n").first.map { String($0) } ?? "")
            }
        }
    }
}
