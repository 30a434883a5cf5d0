import NIOCore
import Synchronization

/// The connections of a server, so that it can end in order.
final class OpenConnections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { [self] _ in channels.withLock { $0[id] = nil } }
    }

    /// Lets each connection end after the answer that it is at; those that take longer than `limit`
    /// are cut.
    func end(within limit: TimeAmount) async {
        let open = channels.withLock { Array($0.values) }
        for channel in open {
            channel.pipeline.fireUserInboundEventTriggered(OrderService.Shutdown())
            channel.eventLoop.scheduleTask(in: limit) { channel.close(mode: .all, promise: nil) }
        }
        for channel in open { try? await channel.closeFuture.get() }
    }
}
