// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The last handler of a pipeline: remembers what reaches it, and can be waited for.
final class Recorder: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    struct Record: Sendable {
        var bytes: [UInt8] = []
        var events: [String] = []
        var errors: [any Error] = []
        var isInactive = false
    }

    private let record = Mutex(Record())
    let inactive: EventLoopPromise<Void>
    private let onRead: @Sendable (ChannelHandlerContext, ByteBuffer) -> Void

    init(
        on loop: any EventLoop,
        onRead: @escaping @Sendable (ChannelHandlerContext, ByteBuffer) -> Void = { _, _ in }
    ) {
        inactive = loop.makePromise()
        self.onRead = onRead
    }

    var current: Record { record.withLock { $0 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        record.withLock { $0.bytes += Array(buffer: bytes) }
        onRead(context, bytes)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        record.withLock { $0.events.append("\(event)") }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        record.withLock { $0.errors.append(error) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        record.withLock { $0.isInactive = true }
        inactive.succeed()
    }
}
