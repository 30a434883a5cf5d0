// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeCore

@main
struct Tool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handshake",
        abstract: "Certificates for TLS, and a TLS 1.2 client and server.",
        discussion: """
            A certificate authority of your own, a certificate for a server and one for a client:

              handshake ca create
              handshake request localhost
              handshake request order-client --use client
              handshake sign localhost-request.pem order-client-request.pem

            A server that lets nobody else in, and a request to it:

              handshake serve --certificate localhost.pem --key localhost-key.pem \\
                  --client-ca ca.pem
              handshake post https://localhost:8443/order/update --ca ca.pem \\
                  --certificate order-client.pem --key order-client-key.pem \\
                  --data '{"order":42}'

            'handshake help COMMAND' explains each command, with examples.
            """,
        version: HandshakeVersion.current,
        subcommands: [
            CertificateAuthority.self, MakeKey.self, Request.self, Sign.self, Inspect.self,
            Serve.self, Post.self, Connect.self, Probe.self, PKCS12Reader.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            do {
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            } catch {
                throw Self.inWords(error)
            }
        } catch {
            exit(withError: error)
        }
    }

    /// A library's error that no command has put into words; those of the parser are words,
    /// and an exit code is for what was printed already.
    private static func inWords(_ error: any Error) -> any Error {
        // Such as the parser's own, which is a request for help.
        guard exitCode(for: error) != .success else { return error }
        return error is ToolError || error is ValidationError || error is ExitCode
            ? error : ToolError(ErrorText.of(error))
    }
}
