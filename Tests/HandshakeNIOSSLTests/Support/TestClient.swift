// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL

/// NIOSSL's client: one request, and what comes back until the connection ends.
struct TestClient: Sendable {
    struct Reply: Sendable {
        var text: String
        var version: TLSVersion?
    }

    private let context: NIOSSLContext
    private let group: any EventLoopGroup
    private let serverName: String?

    init(
        _ configuration: TLSConfiguration,
        serverName: String? = "localhost",
        on group: any EventLoopGroup
    ) throws {
        context = try NIOSSLContext(configuration: configuration)
        self.serverName = serverName
        self.group = group
    }

    /// Throws what the connection ended with, if that was no proper end.
    func get(port: Int) async throws -> Reply {
        let loop = group.next()
        let reply = loop.makePromise(of: Reply.self)
        do {
            let channel = try await ClientBootstrap(group: loop)
                .channelInitializer { [context, serverName] channel in
                    channel.eventLoop.makeCompletedFuture {
                        let tls = try NIOSSLClientHandler(
                            context: context,
                            serverHostname: serverName
                        )
                        try channel.pipeline.syncOperations.addHandlers([
                            tls, Requester(reply: reply),
                        ])
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
            channel.closeFuture.whenComplete { _ in
                reply.fail(ChannelError.eof)
            }
        } catch {
            reply.fail(error)
        }
        return try await reply.futureResult.get()
    }

    /// Sends its first message, and closes the connection before an answer can come.
    func startAndGoAway(port: Int) async throws {
        let channel = try await ClientBootstrap(group: group)
            .channelInitializer { [context, serverName] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: serverName)
                    )
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        try await Task.sleep(for: .milliseconds(50))
        try await channel.close(mode: .all)
    }

    private final class Requester: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let reply: EventLoopPromise<Reply>
        private var text = ""
        private var version: TLSVersion?

        init(reply: EventLoopPromise<Reply>) { self.reply = reply }

        func channelActive(context: ChannelHandlerContext) {
            let request = ByteBuffer(string: "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            if text.hasSuffix(TestServer.body) {
                let version = try? context.pipeline.syncOperations.nioSSL_tlsVersion()
                reply.succeed(Reply(text: text, version: version ?? nil))
                context.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            reply.fail(error)
            context.close(promise: nil)
        }
    }
}
