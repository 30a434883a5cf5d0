// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A NIOSSL server on loopback that answers the first bytes of each connection with a small HTTP
/// response, and closes.
final class TestServer: Sendable {
    static let body = "accelerated"

    let port: Int
    private let channel: any Channel
    private let report: ErrorReport
    /// Serves on one event loop.
    init(_ configuration: TLSConfiguration, on group: any EventLoopGroup) async throws {
        let context = try NIOSSLContext(configuration: configuration)
        let report = ErrorReport()
        channel = try await ServerBootstrap(group: group.any())
            .serverChannelOption(ChannelOptions.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), Responder(report: report),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        self.report = report
    }

    /// The errors that connections ended with.
    var connectionErrors: [String] { report.errors.withLock { $0 } }

    func close() async throws { try await channel.close() }

    private final class ErrorReport: Sendable {
        let errors = Mutex<[String]>([])
    }

    private final class Responder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let report: ErrorReport
        private var hasAnswered = false

        init(report: ErrorReport) { self.report = report }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !hasAnswered else { return }
            hasAnswered = true
            let text =
                "HTTP/1.1 200 OK\r\ncontent-length: \(TestServer.body.utf8.count)\r\n"
                + "connection: close\r\n\r\n\(TestServer.body)"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            report.errors.withLock { $0.append("\(error)") }
            context.close(promise: nil)
        }
    }
}
