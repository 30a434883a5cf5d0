// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeNIOSSL
import Hummingbird
import HummingbirdTLS
import NIOSSL

/// An HTTPS server of Hummingbird's, with and without the accelerator.
@main
struct Server: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hummingbird-server",
        abstract: "Serves HTTPS with Hummingbird, until it gets SIGTERM or SIGINT."
    )

    @Option(help: "The certificate chain, PEM, leaf first.")
    var chain: String

    @Option(help: "The leaf's RSA private key, PEM.")
    var key: String

    @Option(help: "The port to listen on.")
    var port = 8443

    @Flag(help: "Do the private key's work in swift-handshake.")
    var accelerated = false

    func run() async throws {
        let certificates = try NIOSSLCertificate.fromPEMFile(chain)
        guard let leaf = certificates.first else {
            throw ValidationError("--chain: \(chain) has no certificate")
        }
        // The two lines that differ: with acceleration, and without.
        let privateKey =
            accelerated
            ? try NIOSSLPrivateKey.accelerated(file: key, format: .pem, certificate: leaf)
            : try NIOSSLPrivateKey(file: key, format: .pem)
        let tlsConfiguration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        let router = Router()
        router.get("/") { _, _ in "hello\n" }
        let application = Application(
            router: router,
            server: try .tls(.http1(), tlsConfiguration: tlsConfiguration),
            configuration: ApplicationConfiguration(address: .hostname("::", port: port))
        )
        try await application.runService()
    }
}
