// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The service of `serve --echo`: sends back what it receives. ``BackPressure`` gives it no more
/// than the client takes.
final class EchoService: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Not left for later: the client's end may come with its last bytes.
        context.writeAndFlush(data, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is OrderService.Shutdown, is IdleStateHandler.IdleStateEvent, ChannelEvent.inputClosed:
            context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }
}
