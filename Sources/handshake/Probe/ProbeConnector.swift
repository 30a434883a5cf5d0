// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// Makes the connections of one probe, all of them to one address: the servers behind a name's
/// addresses may differ.
struct ProbeConnector: Sendable {
    /// The time of a connection is over.
    struct TimedOut: Error {}

    /// How long a connection may take, from its beginning until it has told what it is there for.
    let timeout: Duration
    let address: SocketAddress

    /// Takes the first of a host's addresses at which something listens.
    static func find(_ host: HostName, port: Int, timeout: Duration) async throws -> ProbeConnector
    {
        let address = try await ConnectionAttempts.make {
            try await Self.address(host, port: port, timeout: timeout)
        }
        return ProbeConnector(timeout: timeout, address: address)
    }

    private static func address(
        _ host: HostName,
        port: Int,
        timeout: Duration
    ) async throws -> SocketAddress {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: SocketAddress.self)
        do {
            let channel = try await ClientBootstrap(group: loop)
                .connectTimeout(TimeAmount(timeout))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(AddressReader(promise))
                    }
                }
                .connect(host: host.resolved, port: port)
                .get()
            try? await channel.close()
        } catch {
            promise.fail(error)
            throw error
        }
        return try await promise.futureResult.get()
    }

    /// Makes a connection with these handlers, of which one keeps the promise, and ends it.
    ///
    /// Throws ``TimedOut``, and whatever the promise fails with.
    func exchange<Value: Sendable>(
        _ type: Value.Type = Value.self,
        _ handlers: @escaping @Sendable (EventLoopPromise<Value>) throws -> [any ChannelHandler]
    ) async throws -> Value {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Value.self)
        let deadline = loop.scheduleTask(in: TimeAmount(timeout)) { promise.fail(TimedOut()) }
        defer { deadline.cancel() }
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .connectTimeout(TimeAmount(timeout))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(handlers(promise))
                    }
                }
                .connect(to: address)
                .get()
        } catch {
            promise.fail(error)
            if case ChannelError.connectTimeout = error { throw TimedOut() }
            throw error
        }
        do {
            let value = try await promise.futureResult.get()
            try? await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

/// Reads the peer's address when there is a connection: a channel forgets it at its end, which the
/// peer may bring about at once.
private final class AddressReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let promise: EventLoopPromise<SocketAddress>

    init(_ promise: EventLoopPromise<SocketAddress>) { self.promise = promise }

    func channelActive(context: ChannelHandlerContext) {
        if let address = context.channel.remoteAddress {
            promise.succeed(address)
        } else {
            promise.fail(ChannelError.ioOnClosedChannel)
        }
        context.fireChannelActive()
    }
}
