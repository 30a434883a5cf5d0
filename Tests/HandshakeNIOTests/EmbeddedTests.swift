// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOEmbedded
import NIOTLS
import Synchronization
import Testing

/// The server's handler on a channel without a network, against a client that is a bare connection.
@Suite struct EmbeddedTests {
    private final class Setting {
        let channel: EmbeddedChannel
        let recorder: Recorder
        var client: TLSConnection

        init(_ handler: HandshakeHandler, owner: (any ChannelHandler)? = nil) throws {
            client = TLSConnection(client: try TestCredentials.client())
            recorder = Recorder(on: EmbeddedEventLoop())
            let owners: [(any ChannelHandler)?] = [owner, recorder]
            channel = EmbeddedChannel(handlers: [Transport(), handler] + owners.compactMap { $0 })
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        /// Carries bytes both ways until there are none. Cut into pieces of `pieceByteCount` on the
        /// way to the server.
        func exchange(pieceByteCount: Int = .max) throws {
            var isBusy = true
            while isBusy {
                isBusy = false
                if client.hasBytesToSend {
                    isBusy = true
                    var rest = client.takeBytesToSend()[...]
                    while !rest.isEmpty {
                        let piece = rest.prefix(pieceByteCount)
                        rest = rest.dropFirst(piece.count)
                        try channel.writeInbound(ByteBuffer(bytes: piece))
                    }
                }
                channel.embeddedEventLoop.run()
                while let bytes = try channel.readOutbound(as: ByteBuffer.self) {
                    isBusy = true
                    client.receive(bytes.readableBytesUInt8Span)
                    while let event = client.nextEvent() {
                        if case .verification(let request) = event {
                            client.answer(request.id, with: .accepted)
                        }
                    }
                }
            }
        }

        var events: [String] { recorder.current.events }

        deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }
    }

    /// Counts what is asked of the transport.
    private final class Transport: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        var readCount = 0
        var writtenByteCount = 0

        func read(context: ChannelHandlerContext) {
            readCount += 1
            context.read()
        }

        func write(
            context: ChannelHandlerContext,
            data: NIOAny,
            promise: EventLoopPromise<Void>?
        ) {
            writtenByteCount += unwrapOutboundIn(data).readableBytes
            context.write(data, promise: promise)
        }
    }

    /// Echoes what it reads, and flushes at the end of a read.
    private final class LateFlush: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.write(data, promise: nil)
            context.fireChannelRead(data)
        }

        func channelReadComplete(context: ChannelHandlerContext) {
            context.flush()
            context.fireChannelReadComplete()
        }
    }

    private static let handshakeCompleted = "handshakeCompleted(negotiatedProtocol: nil)"

    @Test(arguments: [1, 7, 1_000_000])
    func handshakeInPieces(pieceByteCount: Int) throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.exchange(pieceByteCount: pieceByteCount)
        #expect(setting.events == [Self.handshakeCompleted])
        let message: [UInt8] = Array("hello".utf8)
        try setting.client.send(message.span)
        try setting.exchange(pieceByteCount: pieceByteCount)
        #expect(setting.recorder.current.bytes == message)
    }

    /// An owner that flushes at the end of a read loses nothing of its answer to the last bytes.
    @Test func lastBytesAndTheEndInOneRead() throws {
        let handler = try HandshakeHandler(server: TestCredentials.server())
        let setting = try Setting(handler, owner: LateFlush())
        try setting.exchange()
        let message: [UInt8] = Array("the last bytes".utf8)
        try setting.client.send(message.span)
        setting.client.close()
        try setting.exchange()
        #expect(setting.recorder.current.bytes == message)
        #expect(setting.client.takeApplicationData() == message)
        #expect(setting.events.last == "shutdownCompleted")
    }

    @Test func promisesOfWritesBeforeAndAfterTheHandshake() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        let channel = setting.channel
        let early = channel.write(ByteBuffer(string: "ear"))
        let second = channel.writeAndFlush(ByteBuffer(string: "ly"))
        let unflushed = channel.write(ByteBuffer(string: "!"))
        let outcomes = Mutex<[String]>([])
        for (name, future) in [("early", early), ("second", second), ("unflushed", unflushed)] {
            future.whenComplete { result in
                let isSuccess = if case .success = result { true } else { false }
                outcomes.withLock { $0.append("\(name) \(isSuccess)") }
            }
        }
        #expect(outcomes.withLock { $0 } == [])
        try setting.exchange()
        #expect(outcomes.withLock { $0 } == ["early true", "second true"])
        #expect(setting.client.takeApplicationData() == Array("early".utf8))
        channel.flush()
        try setting.exchange()
        #expect(outcomes.withLock { $0 } == ["early true", "second true", "unflushed true"])
        #expect(setting.client.takeApplicationData() == Array("!".utf8))
    }

    @Test func smallWritesShareARecordAndLongOnesDoNotWait() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.exchange()
        let channel = setting.channel
        for _ in 0..<10 { channel.write(ByteBuffer(repeating: 7, count: 10), promise: nil) }
        channel.flush()
        let record = try #require(try channel.readOutbound(as: ByteBuffer.self))
        // Header, explicit nonce, content, tag
        #expect(record.readableBytes == 5 + 8 + 100 + 16)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)

        let transport = try channel.pipeline.syncOperations.handler(type: Transport.self)
        let before = transport.writtenByteCount
        let long = channel.write(ByteBuffer(repeating: 7, count: 100_000))
        #expect(transport.writtenByteCount > before + 100_000)
        channel.flush()
        try long.wait()
    }

    @Test func theDeadlineEndsASilentHandshake() throws {
        let setting = try Setting(
            HandshakeHandler(server: TestCredentials.server(), handshakeTimeout: .seconds(3))
        )
        let write = setting.channel.writeAndFlush(ByteBuffer(string: "never sent"))
        setting.channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(setting.recorder.current.errors.isEmpty)
        setting.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(
            setting.recorder.current.errors as? [HandshakeHandlerError] == [.handshakeTimedOut]
        )
        #expect(setting.recorder.current.isInactive)
        #expect(throws: HandshakeHandlerError.handshakeTimedOut) { try write.wait() }
    }

    @Test func theDeadlineIsOverWithTheHandshake() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.exchange()
        setting.channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(setting.recorder.current.errors.isEmpty)
        #expect(!setting.recorder.current.isInactive)
    }

    @Test func garbageIsAnErrorOnceAndAnAlert() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"))
        try setting.channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"))
        setting.channel.embeddedEventLoop.run()
        try #require(setting.recorder.current.errors.count == 1)
        #expect(setting.recorder.current.errors[0] is TLSConnectionError)
        #expect(setting.recorder.current.isInactive)
        #expect(setting.recorder.current.bytes.isEmpty)
        let alert = try #require(try setting.channel.readOutbound(as: ByteBuffer.self))
        #expect(alert.getInteger(at: alert.readerIndex, as: UInt8.self) == 21)
    }

    /// A write that its key may not protect any more is not lost in silence, promise or none.
    @Test func theEndOfAKeyClosesTheChannel() throws {
        var configuration = try TestCredentials.server()
        configuration.limits.recordsPerKey = 3
        let setting = try Setting(HandshakeHandler(server: configuration))
        try setting.exchange()
        setting.channel.writeAndFlush(ByteBuffer(string: "sealed"), promise: nil)
        setting.channel.writeAndFlush(ByteBuffer(string: "too much"), promise: nil)
        let late = setting.channel.writeAndFlush(ByteBuffer(string: "late"))
        try setting.exchange()
        #expect(
            setting.recorder.current.errors as? [TLSConnectionError] == [.recordLimitReached]
        )
        #expect(setting.recorder.current.isInactive)
        #expect(throws: ChannelError.ioOnClosedChannel) { try late.wait() }
        #expect(setting.client.takeApplicationData() == Array("sealed".utf8))
    }

    @Test func anEndWithoutCloseNotifyIsTruncation() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.exchange()
        setting.channel.pipeline.fireChannelInactive()
        #expect(setting.recorder.current.errors as? [TLSConnectionError] == [.truncated])
    }

    /// Whichever side ends the channel, and though the handler is kept.
    @Test(arguments: [false, true])
    func theEndWipesSecrets(isByPeer: Bool) throws {
        let handler = try HandshakeHandler(server: TestCredentials.server())
        let setting = try Setting(handler)
        try setting.exchange()
        #expect(handler.holdsSecrets)
        if isByPeer { setting.client.close() } else { setting.channel.close(promise: nil) }
        try setting.exchange()
        #expect(setting.recorder.current.isInactive)
        #expect(!handler.holdsSecrets)
        #expect(setting.recorder.current.errors.isEmpty)
    }

    @Test func closeNotifyIsAnsweredAndClosesTheChannel() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.exchange()
        setting.client.close()
        try setting.exchange()
        #expect(setting.events == [Self.handshakeCompleted, "shutdownCompleted"])
        #expect(setting.recorder.current.isInactive)
        #expect(setting.recorder.current.errors.isEmpty)
        #expect(throws: ChannelError.ioOnClosedChannel) {
            try setting.channel.writeAndFlush(ByteBuffer(string: "late")).wait()
        }
    }

    @Test func closingSendsWhatWasFlushedAndFailsTheRest() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.exchange()
        let flushed = setting.channel.writeAndFlush(ByteBuffer(string: "flushed"))
        let unflushed = setting.channel.write(ByteBuffer(string: "unflushed"))
        let first = setting.channel.close()
        let second = setting.channel.close()
        try setting.exchange()
        try flushed.wait()
        #expect(throws: ChannelError.ioOnClosedChannel) { try unflushed.wait() }
        try first.wait()
        _ = try? second.wait()
        #expect(setting.client.takeApplicationData() == Array("flushed".utf8))
        setting.client.peerClosedTransport()
        // The client has close_notify: the end is no truncation.
        let event = setting.client.nextEvent()
        #expect(event == nil)
    }

    @Test func nothingIsReadForAnOwnerThatDoesNotAsk() throws {
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        let channel = setting.channel
        let transport = try channel.pipeline.syncOperations.handler(type: Transport.self)
        // The handshake needs no owner that reads.
        try setting.exchange()
        #expect(setting.events == [Self.handshakeCompleted])
        var readCount = transport.readCount
        func expectReads(_ count: Int, thenBytes bytes: [UInt8]) {
            readCount += count
            #expect(transport.readCount == readCount)
            #expect(setting.recorder.current.bytes == bytes)
        }
        try setting.client.send([1].span)
        try setting.exchange()
        expectReads(0, thenBytes: [1])
        try setting.client.send([2].span)
        try setting.exchange()
        expectReads(0, thenBytes: [1, 2])

        channel.read()
        expectReads(1, thenBytes: [1, 2])
        // A part of a record gives the owner nothing: what it asked for is still to come.
        try setting.client.send([3].span)
        let record = setting.client.takeBytesToSend()
        for part in [record[..<3], record[3..<20]] {
            try channel.writeInbound(ByteBuffer(bytes: part))
            expectReads(1, thenBytes: [1, 2])
        }
        try channel.writeInbound(ByteBuffer(bytes: record[20...]))
        expectReads(0, thenBytes: [1, 2, 3])
        try setting.client.send([4].span)
        try setting.exchange()
        expectReads(0, thenBytes: [1, 2, 3, 4])
    }

    @Test func nothingIsReadWhileAPrivateKeyWorks() throws {
        let waiting = Mutex<(@Sendable (consuming TLSPrivateKeyAnswer) -> Void)?>(nil)
        let (configuration, key) = try TestCredentials.serverWithExternalKey()
        let signature = Mutex<TLSPrivateKeyRequest?>(nil)
        let handler = HandshakeHandler(
            server: configuration,
            privateKey: PrivateKeyOperations { request, completion in
                signature.withLock { $0 = request }
                waiting.withLock { $0 = completion }
            }
        )
        let setting = try Setting(handler)
        let transport = try setting.channel.pipeline.syncOperations.handler(type: Transport.self)
        try setting.exchange()
        let request = try #require(signature.withLock { $0 })
        let before = transport.readCount
        setting.channel.read()
        #expect(transport.readCount == before)

        guard case .sign(let digest, let scheme) = request.operation else {
            Issue.record("\(request.operation)")
            return
        }
        let bytes = try key.sign(digest: digest, scheme: scheme)
        let completion = try #require(waiting.withLock { $0 })
        completion(.signature(bytes))
        setting.channel.embeddedEventLoop.run()
        #expect(transport.readCount > before)
        try setting.exchange()
        #expect(setting.events == [Self.handshakeCompleted])
    }

    @Test func anOwnerMayWriteAndCloseFromWithinAnEvent() throws {
        final class Closer: ChannelInboundHandler {
            typealias InboundIn = ByteBuffer
            typealias OutboundOut = ByteBuffer

            func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
                if case TLSUserEvent.handshakeCompleted = event {
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "bye")), promise: nil)
                    context.close(promise: nil)
                }
                context.fireUserInboundEventTriggered(event)
            }
        }
        let setting = try Setting(HandshakeHandler(server: TestCredentials.server()))
        try setting.channel.pipeline.syncOperations.addHandler(
            Closer(),
            position: .before(setting.recorder)
        )
        try setting.exchange()
        #expect(setting.client.takeApplicationData() == Array("bye".utf8))
        #expect(setting.recorder.current.errors.isEmpty)
        #expect(setting.recorder.current.isInactive)
    }
}
