// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOHTTP1
import X509

/// The HTTP service of `serve`: reads requests and sends what ``OrderAnswer`` says. ``BackPressure``
/// gives it no request before the client has taken the answers to those before.
final class OrderService: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Fired when the program is to end: connections end after the answer they are at.
    struct Shutdown: Sendable {}

    private struct Request {
        let head: HTTPRequestHead
        /// What it gets, whatever its body is.
        let refusal: OrderAnswer?
        var body = ByteBuffer()
        var isTooLong = false
    }

    /// Takes a line for each request, if they are to be told.
    private let log: LineQueue?
    private let maximumBodyByteCount: Int
    private var request: Request?
    private var isEnding = false
    /// The last answer is out: what still comes is nobody's.
    private var isDone = false

    init(log: LineQueue?, maximumBodyByteCount: Int) {
        self.log = log
        self.maximumBodyByteCount = maximumBodyByteCount
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let part): append(part)
        case .end: finish(context)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let refusal = OrderAnswer(refusing: head, maximumBodyByteCount: maximumBodyByteCount)
        request = Request(head: head, refusal: refusal)
        guard head.expectation == .continue else { return }
        if let refusal = request?.refusal {
            // Whether its body comes after all is not known: the next request cannot be told from it.
            send(refusal, to: head, byteCount: 0, keepsAlive: false, context)
        } else {
            let goOn = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
    }

    private func append(_ part: ByteBuffer) {
        guard var request else { return }
        // Not two owners: the body grows in place.
        self.request = nil
        if request.body.readableBytes + part.readableBytes > maximumBodyByteCount {
            request.isTooLong = true
            request.body.clear()
        }
        if !request.isTooLong, request.refusal == nil { request.body.writeImmutableBuffer(part) }
        self.request = request
    }

    private func finish(_ context: ChannelHandlerContext) {
        guard let request else { return }
        self.request = nil
        context.triggerUserOutboundEvent(RequestDeadline.RequestArrived(), promise: nil)
        let answer =
            if let refusal = request.refusal {
                refusal
            } else if request.isTooLong {
                OrderAnswer(refusal: .payloadTooLarge)
            } else {
                OrderAnswer(order: request.body, to: request.head)
            }
        let keepsAlive =
            request.head.isKeepAlive && !isEnding
            && answer.status != .payloadTooLarge && answer.status != .badRequest
        send(
            answer,
            to: request.head,
            byteCount: request.body.readableBytes,
            keepsAlive: keepsAlive,
            context
        )
    }

    private func send(
        _ answer: OrderAnswer,
        to request: HTTPRequestHead?,
        byteCount: Int,
        keepsAlive: Bool,
        _ context: ChannelHandlerContext
    ) {
        var head = HTTPResponseHead(version: request?.version ?? .http1_1, status: answer.status)
        head.headers = answer.headers
        head.headers.replaceOrAdd(name: "content-length", value: "\(answer.body.readableBytes)")
        head.headers.replaceOrAdd(name: "connection", value: keepsAlive ? "keep-alive" : "close")
        let what = request.map { "\($0.method) \($0.uri)" } ?? "no request"
        log?.print(
            "\(what) \(answer.status.code), \(byteCount) bytes from \(Self.peer(context))"
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request?.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !keepsAlive { close(context) }
    }

    private func close(_ context: ChannelHandlerContext) {
        isDone = true
        request = nil
        context.close(promise: nil)
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
            if request == nil { close(context) }
        case is RequestDeadline.Expired:
            // A client that does not take its answers gets no other one.
            if !isDone, context.channel.isWritable {
                let timeout = OrderAnswer(refusal: .requestTimeout)
                send(timeout, to: request?.head, byteCount: 0, keepsAlive: false, context)
            } else {
                close(context)
            }
        case is IdleStateHandler.IdleStateEvent, ChannelEvent.inputClosed:
            close(context)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }
}
