// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import NIOCore
import NIOPosix

/// What one side of ours does with its connection.
enum Behaviour: Sendable {
    /// Sends this when the handshake is complete, and closes when `answerByteCount` bytes came.
    case send([UInt8], answerByteCount: Int)
    /// Sends back what comes, and closes when the peer does or `closingAfter` bytes came.
    case echo(closingAfter: Int?)
}

/// What came of a connection of ours.
struct ConnectionReport: Sendable {
    var negotiated: TLSNegotiatedParameters?
    var sessions: [TLSSession] = []
    var received: [UInt8] = []
    var error: TLSConnectionError?
    var isPeerClosed = false
}

/// A socket between the engine and a peer.
typealias PeerChannel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

enum EngineConnection {
    /// Connects to a peer on this machine and carries out `behaviour`.
    static func connect(
        to port: Int,
        _ configuration: TLSClientConfiguration,
        _ behaviour: Behaviour
    ) async throws -> ConnectionReport {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in configure(channel) }
        return try await channel.executeThenClose { inbound, _ in
            var connection = TLSConnection(client: configuration)
            return try await run(&connection, channel.channel, inbound, behaviour)
        }
    }

    /// Listens on a port that the system chooses, while `body` runs; every connection carries out
    /// `behaviour`. Answers the connections' reports, in the order in which they came.
    static func listen(
        _ configuration: TLSServerConfiguration,
        _ behaviour: Behaviour,
        while body: @escaping @Sendable (_ port: Int) async throws -> Void
    ) async throws -> [ConnectionReport] {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in configure(channel) }
        let port = listener.channel.localAddress?.port ?? 0
        return try await listener.executeThenClose { accepted, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await body(port)
                    // Ends the sequence of accepted connections.
                    try await listener.channel.close()
                }
                var reports: [ConnectionReport] = []
                for try await channel in accepted {
                    let report = try await channel.executeThenClose { inbound, _ in
                        var connection = TLSConnection(server: configuration)
                        return try await run(&connection, channel.channel, inbound, behaviour)
                    }
                    reports.append(report)
                }
                try await group.waitForAll()
                return reports
            }
        }
    }

    private static func configure(_ channel: any Channel) -> EventLoopFuture<PeerChannel> {
        channel.eventLoop.makeCompletedFuture {
            // No test waits for ever: without its socket, a connection ends. The other tests leave
            // few turns on a machine of few cores, so it has long.
            channel.eventLoop.scheduleTask(in: .seconds(200)) { channel.close(promise: nil) }
            let options = channel.syncOptions
            try options?.setOption(.allowRemoteHalfClosure, value: true)
            return try PeerChannel(wrappingChannelSynchronously: channel)
        }
    }

    private static func run(
        _ connection: inout TLSConnection,
        _ channel: any Channel,
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ behaviour: Behaviour
    ) async throws -> ConnectionReport {
        var report = ConnectionReport()
        var chunks = inbound.makeAsyncIterator()
        var isOpen = true
        while isOpen {
            while let event = connection.nextEvent() {
                try await handle(event, &connection, behaviour, &report)
            }
            // Not by the channel's writer, which waits for a peer that reads: this side must go on
            // reading, since some peers read only when they have sent everything.
            if connection.hasBytesToSend {
                let bytes = ByteBuffer(bytes: connection.takeBytesToSend())
                let written: EventLoopFuture<Void> = channel.writeAndFlush(bytes)
                if report.error != nil || report.isPeerClosed { try? await written.get() }
            }
            guard report.error == nil, !report.isPeerClosed else { break }
            if let chunk = try? await chunks.next() {
                let bytes = Array(chunk.readableBytesView)
                connection.receive(bytes.span)
            } else {
                connection.peerClosedTransport()
                isOpen = false
            }
        }
        while let event = connection.nextEvent() {
            try await handle(event, &connection, behaviour, &report)
        }
        return report
    }

    private static func handle(
        _ event: TLSEvent,
        _ connection: inout TLSConnection,
        _ behaviour: Behaviour,
        _ report: inout ConnectionReport
    ) async throws {
        switch event {
        case .privateKeyOperation(let request):
            connection.answer(request.id, with: .failure)
        case .verification(let request):
            connection.answer(request.id, with: await request.verify())
        case .handshakeCompleted(let negotiated):
            report.negotiated = negotiated
            if case .send(let bytes, _) = behaviour { try connection.send(bytes.span) }
        case .newSession(let session):
            report.sessions.append(session)
        case .applicationData:
            let data = connection.takeApplicationData()
            report.received += data
            switch behaviour {
            case .send(_, let answerByteCount):
                if report.received.count >= answerByteCount { connection.close() }
            case .echo(let limit):
                try connection.send(data.span)
                if let limit, report.received.count >= limit { connection.close() }
            }
        case .peerClosed:
            report.isPeerClosed = true
            connection.close()
        case .failed(let error):
            report.error = error
        }
    }
}
