// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOPosix
import Testing

/// What a server sends last reaches a client that has not been read to its end (TCP resets a
/// connection that is closed with something unread).
@Suite(.timeLimit(.minutes(5))) struct DrainTests {
    /// A server, and a bare transport to it.
    private struct Pair {
        let client: any Channel
        let clientRecorder: Recorder
        let serverRecorder: Recorder
        private let listener: any Channel

        init(serverReads: @escaping @Sendable (ChannelHandlerContext, ByteBuffer) -> Void)
            async throws
        {
            let group = MultiThreadedEventLoopGroup.singleton
            let server = try TestCredentials.server()
            let serverRecorder = Recorder(on: group.next(), onRead: serverReads)
            let clientRecorder = Recorder(on: group.next())
            listener = try await ServerBootstrap(group: group)
                // Little at a time, so that most of what comes is unread.
                .childChannelOption(.maxMessagesPerRead, value: 1)
                .childChannelOption(
                    .recvAllocator,
                    value: FixedSizeRecvByteBufferAllocator(capacity: 2048)
                )
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        // A test may wait long for its turn between other tests.
                        try channel.pipeline.syncOperations.addHandlers([
                            HandshakeHandler(server: server, handshakeTimeout: .minutes(5)),
                            serverRecorder,
                        ])
                    }
                }
                .bind(host: "127.0.0.1", port: 0)
                .get()
            client = try await ClientBootstrap(group: group)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(clientRecorder)
                    }
                }
                .connect(to: #require(listener.localAddress))
                .get()
            self.clientRecorder = clientRecorder
            self.serverRecorder = serverRecorder
        }

        func waitForServersEnd() async throws {
            while !clientRecorder.current.events.contains("inputClosed") {
                try #require(!clientRecorder.current.isInactive, "the connection was reset")
                try await Task.sleep(for: .milliseconds(1))
            }
        }

        func end() async throws {
            client.close(promise: nil)
            try await serverRecorder.inactive.futureResult.get()
            try await listener.close()
        }
    }

    private static let alert: [UInt8] = [
        21, 3, 3, 0, 2, 2, TLSAlertDescription.unexpectedMessage.rawValue,
    ]
    /// No record of TLS.
    private static func noise(_ byteCount: Int) -> ByteBuffer {
        ByteBuffer(repeating: 99, count: byteCount)
    }

    @Test func anAlertArrivesThoughMuchIsUnread() async throws {
        let pair = try await Pair { _, _ in }
        try await pair.client.writeAndFlush(Self.noise(200_000))
        try await pair.waitForServersEnd()
        #expect(pair.clientRecorder.current.bytes == Self.alert)
        #expect(pair.clientRecorder.current.errors.isEmpty)
        #expect(pair.serverRecorder.current.errors.count == 1)
        try await pair.end()
    }

    /// One that says nothing more, and keeps its half open.
    @Test func aSilentClientIsNotWaitedForLong() async throws {
        let pair = try await Pair { _, _ in }
        try await pair.client.writeAndFlush(Self.noise(10))
        try await pair.serverRecorder.inactive.futureResult.get()
        #expect(pair.clientRecorder.current.bytes == Self.alert)
        try await pair.end()
    }

    /// One that sends without end.
    @Test func aClientThatGoesOnIsCutOff() async throws {
        let pair = try await Pair { _, _ in }
        var sentByteCount = 0
        while pair.client.isActive, !pair.serverRecorder.current.isInactive {
            sentByteCount += 16_384
            guard (try? await pair.client.writeAndFlush(Self.noise(16_384))) != nil else { break }
        }
        // What the server drops, and what both sockets hold.
        #expect(sentByteCount < 64_000_000)
        try await pair.serverRecorder.inactive.futureResult.get()
        try await pair.end()
    }

    /// An answer to the beginning of what comes, and the connection's end with it.
    @Test func anAnswerArrivesThoughMuchIsUnread() async throws {
        let pair = try await Pair { context, _ in
            context.writeAndFlush(NIOAny(ByteBuffer(string: "too much")), promise: nil)
            context.close(promise: nil)
        }
        let client = HandshakeClient(try TestCredentials.client())
        let answer = pair.clientRecorder
        try await pair.client.writeAndFlush(ByteBuffer(bytes: client.bytesToSend()))
        var taken = 0
        func receive() async throws {
            while answer.current.bytes.count == taken {
                try await Task.sleep(for: .milliseconds(1))
            }
            let bytes = answer.current.bytes
            client.receive(Array(bytes[taken...]))
            taken = bytes.count
        }
        while !client.isConnected {
            try await receive()
            try await pair.client.writeAndFlush(ByteBuffer(bytes: client.bytesToSend()))
        }
        let records = try client.seal([UInt8](repeating: 1, count: 300_000))
        try await pair.client.writeAndFlush(ByteBuffer(bytes: records))
        try await pair.waitForServersEnd()
        client.receive(Array(answer.current.bytes[taken...]))
        #expect(client.received == Array("too much".utf8))
        #expect(client.error == nil && answer.current.errors.isEmpty)
        try await pair.end()
    }
}

/// A connection without a channel, which trusts any server.
private final class HandshakeClient {
    private var connection: TLSConnection
    private(set) var isConnected = false
    private(set) var received: [UInt8] = []
    private(set) var error: TLSConnectionError?

    init(_ configuration: TLSClientConfiguration) {
        connection = TLSConnection(client: configuration)
    }

    func bytesToSend() -> [UInt8] { connection.takeBytesToSend() }

    func receive(_ bytes: [UInt8]) {
        connection.receive(bytes.span)
        while let event = connection.nextEvent() {
            switch event {
            case .verification(let request): connection.answer(request.id, with: .accepted)
            case .handshakeCompleted: isConnected = true
            case .applicationData: received += connection.takeApplicationData()
            case .failed(let error): self.error = error
            default: break
            }
        }
    }

    func seal(_ bytes: [UInt8]) throws -> [UInt8] {
        try connection.send(bytes.span)
        return connection.takeBytesToSend()
    }
}
