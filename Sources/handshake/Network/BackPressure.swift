// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Holds reading up while the peer does not take what was sent to it: what has been read already
/// waits, in its order, and nothing more is read. What a connection keeps is bounded by one read and
/// one answer, however much the peer sends.
final class BackPressure: ChannelDuplexHandler {
    typealias InboundIn = NIOAny
    typealias OutboundIn = NIOAny

    private enum Event {
        case read(NIOAny)
        /// What was read up to here is no HTTP.
        case error(HTTPParserError)
        case inputClosed
    }

    private var waiting = CircularBuffer<Event>()
    private var isDelivering = false
    private var isReadWanted = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        add(.read(data), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError {
            add(.error(error), context)
        } else {
            // Nobody is there for the answers.
            waiting.removeAll()
            context.fireErrorCaught(error)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            add(.inputClosed, context)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiting.removeAll()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        deliver(context)
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        isReadWanted = true
        readOn(context)
    }

    private func add(_ event: Event, _ context: ChannelHandlerContext) {
        waiting.append(event)
        deliver(context)
    }

    /// In a loop, not by an answer that delivers the next request: pipelined ones are many.
    private func deliver(_ context: ChannelHandlerContext) {
        guard !isDelivering else { return }
        isDelivering = true
        while context.channel.isWritable, let event = waiting.popFirst() {
            switch event {
            case .read(let data): context.fireChannelRead(data)
            case .error(let error): context.fireErrorCaught(error)
            case .inputClosed: context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            }
        }
        isDelivering = false
        readOn(context)
    }

    private func readOn(_ context: ChannelHandlerContext) {
        guard isReadWanted, waiting.isEmpty, context.channel.isWritable else { return }
        isReadWanted = false
        context.read()
    }
}
