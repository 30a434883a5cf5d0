// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The connections of a server: no more than it may have, and known so that it can end in order.
final class OpenConnections: Sendable {
    /// Why a connection is not let in.
    enum Refusal: Error {
        case tooMany
        case tooManyOfAddress
    }

    private struct Open {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var countsByAddress: [String: Int] = [:]
    }

    private let maximumCount: Int
    private let maximumCountPerAddress: Int
    private let open = Mutex(Open())

    init(maximumCount: Int, maximumCountPerAddress: Int) {
        self.maximumCount = maximumCount
        self.maximumCountPerAddress = maximumCountPerAddress
    }

    /// Counts a connection until it is closed.
    func admit(_ channel: any Channel) throws(Refusal) {
        let id = ObjectIdentifier(channel)
        let address = channel.remoteAddress?.ipAddress ?? ""
        try open.withLock { open throws(Refusal) in
            guard open.channels.count < maximumCount else { throw .tooMany }
            let count = open.countsByAddress[address] ?? 0
            guard count < maximumCountPerAddress else { throw .tooManyOfAddress }
            open.countsByAddress[address] = count + 1
            open.channels[id] = channel
        }
        channel.closeFuture.whenComplete { [self] _ in
            open.withLock { open in
                open.channels[id] = nil
                let count = open.countsByAddress[address] ?? 1
                open.countsByAddress[address] = count == 1 ? nil : count - 1
            }
        }
    }

    /// Lets each connection end after the answer that it is at; those that take longer than `limit`
    /// are cut.
    func end(within limit: TimeAmount) async {
        let channels = open.withLock { Array($0.channels.values) }
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(OrderService.Shutdown())
            channel.eventLoop.scheduleTask(in: limit) { channel.close(mode: .all, promise: nil) }
        }
        for channel in channels { try? await channel.closeFuture.get() }
    }
}
