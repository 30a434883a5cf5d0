import ArgumentParser

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

            'handshake help COMMAND' explains each command, with examples.
            """,
        subcommands: [
            CertificateAuthority.self, MakeKey.self, Request.self, Sign.self, Inspect.self,
        ]
    )
}
