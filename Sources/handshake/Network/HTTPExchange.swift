// SPDX-License-Identifier: Apache-2.0

import Foundation
import HandshakeNIO
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOTLS

/// One request and its response, on a connection of their own.
final class HTTPExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    struct Response: Sendable {
        var status: HTTPResponseStatus
        var body = ByteBuffer()
    }

    private static let defaultTimeout = TimeAmount.seconds(30)
    private static let maximumBodyByteCount = 1 << 26

    private var response: Response?
    private var promise: EventLoopPromise<Response>?

    private let request: HTTPRequestHead
    /// Takes what is told of the exchange, if anything is.
    private let notes: (@Sendable (String) -> Void)?

    private init(
        _ request: HTTPRequestHead,
        _ promise: EventLoopPromise<Response>,
        notes: (@Sendable (String) -> Void)?
    ) {
        self.request = request
        self.promise = promise
        self.notes = notes
    }

    static func run(
        _ head: HTTPRequestHead,
        body: ByteBuffer,
        _ endpoint: Endpoint,
        _ security: ClientSecurity,
        notes: (@Sendable (String) -> Void)?
    ) async throws -> Response {
        let timeout = security.timeout ?? defaultTimeout
        let end = NIODeadline.now() + timeout
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Response.self)
        let channel: any Channel
        do {
            let bootstrap = ClientBootstrap(group: loop)
                .connectTimeout(timeout)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(security.makeHandler())
                        try pipeline.addHTTPClientHandlers()
                        try pipeline.addHandler(HTTPExchange(head, promise, notes: notes))
                    }
                }
            channel = try await connect(bootstrap, endpoint)
        } catch {
            promise.fail(error)
            throw error
        }
        let deadline = loop.scheduleTask(deadline: end) {
            let seconds = timeout.nanoseconds / 1_000_000_000
            promise.fail(
                ToolError(
                    "the server did not answer within \(seconds) s: --timeout gives it longer"
                )
            )
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
        _ bootstrap: ClientBootstrap,
        _ endpoint: Endpoint
    ) async throws -> any Channel {
        try await ConnectionAttempts.make {
            try await bootstrap.connect(host: endpoint.host, port: endpoint.port).get()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            response = Response(status: head.status)
            notes?("< HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)")
            for line in Self.lines(head.headers) { notes?("< \(line)") }
        case .body(let part):
            response?.body.writeImmutableBuffer(part)
            if let response, response.body.readableBytes > Self.maximumBodyByteCount {
                finish(.failure(ToolError("the server's answer is too long")))
            }
        case .end:
            if let response { finish(.success(response)) }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let notes, case TLSUserEvent.handshakeCompleted = event {
            let handler = try? context.pipeline.syncOperations.handler(type: HandshakeHandler.self)
            if let address = context.remoteAddress?.text { notes("Connected to \(address)") }
            if let negotiated = handler?.negotiated {
                for line in NegotiationText.lines(negotiated, isVerbose: true) { notes(line) }
            }
            notes("> \(request.method) \(request.uri) HTTP/1.1")
            for line in Self.lines(request.headers) { notes("> \(line)") }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Fields without what lets whoever reads it act for the sender.
    private static func lines(_ headers: HTTPHeaders) -> [String] {
        let secrets: Set = ["authorization", "proxy-authorization", "cookie", "set-cookie"]
        return headers.map { name, value in
            "\(name): \(secrets.contains(name.lowercased()) ? "(not shown)" : value)"
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
