// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOHTTP1
import NIOPosix

/// One request and its response, on a connection of their own.
final class HTTPExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    struct Response: Sendable {
        var status: HTTPResponseStatus
        var body = ByteBuffer()
    }

    private static let timeout = TimeAmount.seconds(30)
    private static let maximumBodyByteCount = 1 << 26

    private var response: Response?
    private var promise: EventLoopPromise<Response>?

    private init(_ promise: EventLoopPromise<Response>) { self.promise = promise }

    static func run(
        _ head: HTTPRequestHead,
        body: ByteBuffer,
        _ endpoint: Endpoint,
        _ configuration: TLSClientConfiguration
    ) async throws -> Response {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Response.self)
        let channel: any Channel
        do {
            channel = try await connect(loop, endpoint, configuration, promise)
        } catch {
            promise.fail(error)
            throw error
        }
        let deadline = loop.scheduleTask(in: timeout) {
            promise.fail(ToolError("the server did not answer in time"))
        }
        defer { deadline.cancel() }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        do {
            let response = try await promise.futureResult.get()
            try? await channel.close()
            return response
        } catch {
            // The error is told once the alert is out and the trace whole.
            try? await channel.close()
            throw error
        }
    }

    private static func connect(
        _ loop: any EventLoop,
        _ endpoint: Endpoint,
        _ configuration: TLSClientConfiguration,
        _ promise: EventLoopPromise<Response>
    ) async throws -> any Channel {
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(HandshakeHandler(client: configuration))
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(HTTPExchange(promise))
                }
            }
        return try await ConnectionAttempts.make {
            try await bootstrap.connect(host: endpoint.host, port: endpoint.port).get()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            response = Response(status: head.status)
        case .body(let part):
            response?.body.writeImmutableBuffer(part)
            if let response, response.body.readableBytes > Self.maximumBodyByteCount {
                finish(.failure(ToolError("the server's answer is too long")))
            }
        case .end:
            if let response { finish(.success(response)) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(ToolError("the server closed the connection without an answer")))
        context.fireChannelInactive()
    }

    private func finish(_ result: Result<Response, any Error>) {
        promise?.completeWith(result)
        promise = nil
    }
}
