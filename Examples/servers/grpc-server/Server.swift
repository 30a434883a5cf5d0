// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import HandshakeNIOSSL
import Logging
import NIOSSL
import ServiceLifecycle

/// A gRPC server, with and without the accelerator.
@main
struct Server: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grpc-server",
        abstract: "Serves gRPC over TLS, until it gets SIGTERM or SIGINT."
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
        guard let leaf = try NIOSSLCertificate.fromPEMFile(chain).first else {
            throw ValidationError("--chain: \(chain) has no certificate")
        }
        // The two lines that differ: with acceleration, and without.
        let privateKey: TLSConfig.PrivateKeySource =
            accelerated
            ? .customPrivateKey(
                try AcceleratedRSAPrivateKey(file: key, format: .pem, certificate: leaf)
            )
            : .file(path: key, format: .pem)
        let transport = HTTP2ServerTransport.Posix(
            address: .ipv6(host: "::", port: port),
            transportSecurity: .tls(
                certificateChain: [.file(path: chain, format: .pem)],
                privateKey: privateKey
            )
        )
        let server = GRPCServer(transport: transport, services: [Greeter()])
        let group = ServiceGroup(
            services: [Serving(server: server)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "grpc-server")
        )
        try await group.run()
    }
}

/// The server as a service, which ends the calls that it has begun when the process is to end.
private struct Serving: Service {
    let server: GRPCServer<HTTP2ServerTransport.Posix>

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await server.serve()
        } onGracefulShutdown: {
            server.beginGracefulShutdown()
        }
    }
}
