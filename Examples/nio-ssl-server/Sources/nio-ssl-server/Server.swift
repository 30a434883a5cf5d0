// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeNIOSSL
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An HTTPS server over swift-nio-ssl, with and without the accelerator.
@main
struct Server: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nio-ssl-server",
        abstract: "Serves HTTPS over swift-nio-ssl.",
        discussion: """
            Start it with and without --accelerated, and put load on it:

            openssl s_time -connect localhost:8443 -new -time 10
            """
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
            ? try AcceleratedRSAPrivateKey(file: key, format: .pem, certificate: leaf)
                .nioSSLPrivateKey
            : try NIOSSLPrivateKey(file: key, format: .pem)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        let context = try NIOSSLContext(configuration: configuration)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Greeter())
                }
            }
            .bind(host: "::", port: port).get()
        print("https://localhost:\(port), \(accelerated ? "accelerated" : "NIOSSL's own key")")
        try await server.closeFuture.get()
    }
}

/// Answers every request with the same words.
private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let body = ByteBuffer(string: "hello\n")
        let headers: HTTPHeaders = ["content-length": "\(body.readableBytes)"]
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
