// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Gives each request a time to arrive in, counted from its first byte: a client that sends a byte
/// now and then is never idle. Stands before the HTTP decoder.
final class RequestDeadline: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// Triggered towards this handler when a request has arrived.
    struct RequestArrived: Sendable {}
    /// Fired when the time is over.
    struct Expired: Sendable {}

    private let limit: TimeAmount
    private var deadline: Scheduled<Void>?

    init(_ limit: TimeAmount) { self.limit = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if deadline == nil {
            deadline = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
                context.fireUserInboundEventTriggered(Expired())
            }
        }
        context.fireChannelRead(data)
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext,
        event: Any,
        promise: EventLoopPromise<Void>?
    ) {
        guard event is RequestArrived else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        cancel()
        promise?.succeed()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    private func cancel() {
        deadline?.cancel()
        deadline = nil
    }
}
