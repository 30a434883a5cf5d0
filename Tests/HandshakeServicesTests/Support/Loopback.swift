// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that returns the first bytes of each connection, and closes it.
final class EchoServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let report: Report

    init(_ configuration: TLSConfiguration) async throws {
        let context = try NIOSSLContext(configuration: configuration)
        let report = Report()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), Echo(report: report),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        self.report = report
    }

    /// What connections ended with, beside their proper end.
    var errors: [String] { report.errors.withLock { $0 } }

    func close() async throws { try await channel.close() }

    private final class Report: Sendable {
        let errors = Mutex<[String]>([])
    }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let report: Report

        init(report: Report) { self.report = report }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(data, promise: nil)
            context.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            report.errors.withLock { $0.append("\(error)") }
            context.close(promise: nil)
        }
    }
}

/// The certificate that a server shows to a client that trusts everybody, after a whole handshake with
/// bytes there and back.
func shownCertificate(
    port: Int,
    serverName: String? = "localhost",
    maximumVersion: TLSVersion = .tlsv13
) async throws -> NIOSSLCertificate {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .noHostnameVerification
    configuration.trustRoots = .certificates([])
    configuration.maximumTLSVersion = maximumVersion
    // Ed25519 is not among BoringSSL's own.
    configuration.verifySignatureAlgorithms = [
        .ed25519, .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256,
    ]
    let context = try NIOSSLContext(configuration: configuration)
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let shown = loop.makePromise(of: NIOSSLCertificate.self)
    do {
        let channel = try await ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let client = Client(shown: shown)
                    let tls = try NIOSSLClientHandler(
                        context: context,
                        serverHostname: serverName,
                        customVerificationCallback: { certificates, promise in
                            client.certificate.withLock { $0 = certificates.first }
                            promise.succeed(.certificateVerified)
                        }
                    )
                    try channel.pipeline.syncOperations.addHandlers([
                        tls, ClientHandler(client),
                    ])
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        channel.closeFuture.whenComplete { _ in shown.fail(ChannelError.eof) }
    } catch {
        shown.fail(error)
    }
    return try await shown.futureResult.get()
}

private final class Client: Sendable {
    let shown: EventLoopPromise<NIOSSLCertificate>
    let certificate = Mutex<NIOSSLCertificate?>(nil)

    init(shown: EventLoopPromise<NIOSSLCertificate>) { self.shown = shown }
}

private final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let client: Client

    init(_ client: Client) { self.client = client }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "?")), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let certificate = client.certificate.withLock({ $0 }) {
            client.shown.succeed(certificate)
        }
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        client.shown.fail(error)
        context.close(promise: nil)
    }
}

struct DidNotHappen: Error {}

/// Returns when the condition holds, within 20 seconds.
func waitUntil(_ condition: () throws -> Bool) async throws {
    for _ in 0..<4000 {
        if try condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw DidNotHappen()
}
