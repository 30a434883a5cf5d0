import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOHTTP1
import X509

/// The HTTP service of `serve`: `POST /order/update` is answered with what it brought.
final class OrderService: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Fired when the program is to end: connections end after the answer they are at.
    struct Shutdown: Sendable {}

    private static let path = "/order/update"
    private static let maximumBodyByteCount = 1 << 20

    private struct Request {
        let head: HTTPRequestHead
        var body = ByteBuffer()
        var isTooLong = false
    }

    private var request: Request?
    private var isEnding = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = Request(head: head)
        case .body(let part): append(part)
        case .end: answer(context)
        }
    }

    private func append(_ part: ByteBuffer) {
        guard var request else { return }
        // Not two owners: the body grows in place.
        self.request = nil
        if request.body.readableBytes + part.readableBytes > Self.maximumBodyByteCount {
            request.isTooLong = true
            request.body.clear()
        }
        if !request.isTooLong { request.body.writeImmutableBuffer(part) }
        self.request = request
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let request else { return }
        self.request = nil
        let answer = Self.answer(request)
        let keepsAlive = request.head.isKeepAlive && !isEnding && !request.isTooLong
        var head = HTTPResponseHead(version: request.head.version, status: answer.status)
        head.headers = answer.headers
        head.headers.replaceOrAdd(name: "content-length", value: "\(answer.body.readableBytes)")
        head.headers.replaceOrAdd(name: "connection", value: keepsAlive ? "keep-alive" : "close")
        StandardOutput.print(
            "\(request.head.method) \(request.head.uri) \(answer.status.code), "
                + "\(request.body.readableBytes) bytes from \(Self.peer(context))"
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.head.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !keepsAlive { context.close(promise: nil) }
    }

    private static func answer(
        _ request: Request
    ) -> (status: HTTPResponseStatus, headers: HTTPHeaders, body: ByteBuffer) {
        func refusal(_ status: HTTPResponseStatus, _ headers: HTTPHeaders = [:]) -> (
            HTTPResponseStatus, HTTPHeaders, ByteBuffer
        ) {
            var headers = headers
            headers.add(name: "content-type", value: "application/json")
            return (status, headers, ByteBuffer(string: "{\"error\":\"\(status.reasonPhrase)\"}\n"))
        }
        let path = request.head.uri.split(separator: "?", maxSplits: 1).first ?? ""
        guard path == Self.path else { return refusal(.notFound) }
        guard request.head.method == .POST else {
            return refusal(.methodNotAllowed, ["allow": "POST"])
        }
        guard !request.isTooLong else { return refusal(.payloadTooLarge) }
        let type = request.head.headers.first(name: "content-type") ?? "application/json"
        return (.ok, ["content-type": type], request.body)
    }

    /// Who asks: the client's certificate, or else its address.
    private static func peer(_ context: ChannelHandlerContext) -> String {
        let handler = try? context.pipeline.syncOperations.handler(type: HandshakeHandler.self)
        if let certificate = handler?.negotiated?.peerCertificates.first {
            return certificate.subject.text
        }
        return context.remoteAddress?.text ?? "a client"
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is Shutdown:
            isEnding = true
            if request == nil { context.close(promise: nil) }
        case is IdleStateHandler.IdleStateEvent:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }
}
