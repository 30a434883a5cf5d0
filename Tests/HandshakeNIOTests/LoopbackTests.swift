// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeEngine
import HandshakeNIO
import NIOCore
import NIOPosix
import SwiftASN1
import Synchronization
import Testing
import X509

/// Client and server over TCP on the loopback.
@Suite(.timeLimit(.minutes(5))) struct LoopbackTests {
    /// A server that runs `onRead` for what it receives, and a client connected to it.
    private struct Pair {
        let client: any Channel
        /// The server's side of the connection.
        let accepted: EventLoopFuture<any Channel>
        let clientRecorder: Recorder
        let serverRecorder: Recorder
        private let listener: any Channel

        init(
            client: TLSClientConfiguration,
            server: TLSServerConfiguration,
            serverKey: PrivateKeyOperations? = nil,
            handshakeTimeout: TimeAmount = .seconds(10),
            allowsHalfClosure: Bool = false,
            serverReadsByItself: Bool = true,
            onRead: @escaping @Sendable (ChannelHandlerContext, ByteBuffer) -> Void = { _, _ in }
        ) async throws {
            let group = MultiThreadedEventLoopGroup.singleton
            let serverRecorder = Recorder(on: group.next(), onRead: onRead)
            let clientRecorder = Recorder(on: group.next())
            let accepted = group.next().makePromise(of: (any Channel).self)
            self.accepted = accepted.futureResult
            listener = try await ServerBootstrap(group: group)
                .childChannelOption(.allowRemoteHalfClosure, value: allowsHalfClosure)
                .childChannelOption(.autoRead, value: serverReadsByItself)
                .childChannelInitializer { channel in
                    accepted.succeed(channel)
                    return channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            HandshakeHandler(
                                server: server,
                                handshakeTimeout: handshakeTimeout,
                                privateKey: serverKey
                            ),
                            serverRecorder,
                        ])
                    }
                }
                .bind(host: "127.0.0.1", port: 0)
                .get()
            let address = try #require(listener.localAddress)
            self.client = try await ClientBootstrap(group: group)
                .channelOption(.allowRemoteHalfClosure, value: allowsHalfClosure)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            HandshakeHandler(
                                client: client,
                                handshakeTimeout: handshakeTimeout
                            ),
                            clientRecorder,
                        ])
                    }
                }
                .connect(to: address)
                .get()
            self.clientRecorder = clientRecorder
            self.serverRecorder = serverRecorder
        }

        /// Waits for both sides to have gone.
        func end() async throws {
            try await clientRecorder.inactive.futureResult.get()
            try await serverRecorder.inactive.futureResult.get()
            try await listener.close()
        }
    }

    /// Echoes what it reads.
    private static let echo: @Sendable (ChannelHandlerContext, ByteBuffer) -> Void = {
        context,
        bytes in
        context.writeAndFlush(NIOAny(bytes), promise: nil)
    }

    private static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }

    @Test(arguments: [1, 16_384, 16_385, 3_000_000])
    func bytesComeBackAndTheEndIsClean(byteCount: Int) async throws {
        let sent = Self.bytes(byteCount)
        let pair = try await Pair(
            client: TestCredentials.client(),
            server: TestCredentials.server(),
            onRead: Self.echo
        )
        // Written before the handshake is done.
        try await pair.client.writeAndFlush(ByteBuffer(bytes: sent))
        while pair.clientRecorder.current.bytes.count < byteCount {
            try await Task.sleep(for: .milliseconds(1))
        }
        try await pair.client.close()
        try await pair.end()
        #expect(pair.clientRecorder.current.bytes == sent)
        #expect(pair.serverRecorder.current.bytes == sent)
        #expect(pair.clientRecorder.current.errors.isEmpty)
        #expect(pair.serverRecorder.current.errors.isEmpty)
    }

    /// What the owner does not read stays in the sockets' buffers, and at the peer.
    @Test func aServerThatStopsReadingGetsNoMore() async throws {
        let sent = Self.bytes(8_000_000)
        let few = 1_000_000
        let pair = try await Pair(
            client: TestCredentials.client(),
            server: TestCredentials.server(),
            serverReadsByItself: false
        )
        let written: EventLoopFuture<Void> = pair.client.writeAndFlush(ByteBuffer(bytes: sent))
        let server = try await pair.accepted.get()
        func receivedByteCount(after count: Int) async throws -> Int {
            while pair.serverRecorder.current.bytes.count < count {
                try await Task.sleep(for: .milliseconds(5))
            }
            // Time for more, if it were read.
            try await Task.sleep(for: .milliseconds(100))
            return pair.serverRecorder.current.bytes.count
        }
        while pair.serverRecorder.current.events.isEmpty {
            try await Task.sleep(for: .milliseconds(1))
        }
        let early = try await receivedByteCount(after: 0)
        #expect(early < few)
        server.read()
        let next = try await receivedByteCount(after: early + 1)
        #expect(next < early + few)
        try await server.setOption(.autoRead, value: true).get()
        #expect(try await receivedByteCount(after: sent.count) == sent.count)
        try await written.get()
        try await pair.client.close()
        try await pair.end()
        let isSame = pair.serverRecorder.current.bytes == sent
        #expect(isSame)
        #expect(pair.serverRecorder.current.errors.isEmpty)
    }

    @Test func applicationProtocolAndSessionAreEvents() async throws {
        var client = try TestCredentials.client()
        client.applicationProtocols = ["h2", "http/1.1"]
        var server = try TestCredentials.server()
        server.applicationProtocols = ["http/1.1"]
        let pair = try await Pair(client: client, server: server, onRead: Self.echo)
        try await pair.client.writeAndFlush(ByteBuffer(string: "x"))
        try await pair.client.close()
        try await pair.end()
        let expected = #"handshakeCompleted(negotiatedProtocol: Optional("http/1.1"))"#
        #expect(pair.clientRecorder.current.events.first == expected)
        #expect(pair.serverRecorder.current.events.first == expected)
        #expect(pair.serverRecorder.current.events.last == "shutdownCompleted")
    }

    @Test(arguments: [TLSCipherSuite.defaultSuites, TLSCipherSuite.rsaKeyExchangeSuites])
    func privateKeyInABatcher(suites: [TLSCipherSuite]) async throws {
        let batcher = try RSABatcher()
        var client = try TestCredentials.client()
        client.cipherSuites = suites
        client.credential = try TestCredentials.clientCredential()
        var (server, key) = try TestCredentials.serverWithExternalKey()
        server.cipherSuites = suites
        server.clientTrustRoots = try TestCredentials.roots()
        let pair = try await Pair(
            client: client,
            server: server,
            serverKey: .batched(batcher, key)
        ) { context, bytes in
            context.writeAndFlush(NIOAny(bytes), promise: nil)
            context.close(promise: nil)
        }
        try await pair.client.writeAndFlush(ByteBuffer(string: "order"))
        try await pair.end()
        #expect(pair.clientRecorder.current.bytes == Array("order".utf8))
        #expect(pair.clientRecorder.current.errors.isEmpty)
        #expect(pair.serverRecorder.current.errors.isEmpty)
        await batcher.shutDown()
    }

    @Test func refusedCertificate() async throws {
        let pair = try await Pair(
            client: TestCredentials.client(trusting: TLSTrustRoots([])),
            server: TestCredentials.server()
        )
        // The refusal itself, or that of a channel that it has closed by then.
        await #expect(throws: (any Error).self) {
            try await pair.client.writeAndFlush(ByteBuffer(string: "never sent"))
        }
        try await pair.end()
        try #require(pair.clientRecorder.current.errors.count == 1)
        guard
            case .certificateRefused(let refusal)? = pair.clientRecorder.current.errors[0]
                as? TLSConnectionError
        else {
            Issue.record("\(pair.clientRecorder.current.errors)")
            return
        }
        #expect(refusal.code == .unknownAuthority)
        #expect(
            pair.serverRecorder.current.errors as? [TLSConnectionError] == [
                .alertReceived(.unknownCA)
            ]
        )
        #expect(pair.serverRecorder.current.bytes.isEmpty)
    }

    /// Whoever ends it.
    @Test(arguments: [true, false])
    func aVerificationEndsWithItsConnection(clientEnds: Bool) async throws {
        let policy = EndlessPolicy()
        var client = try TestCredentials.client()
        client.credential = try TestCredentials.clientCredential()
        var server = try TestCredentials.server()
        server.clientTrustRoots = try TestCredentials.roots()
        server.policies = { [policy] }
        let pair = try await Pair(
            client: client,
            server: server,
            handshakeTimeout: EndlessPolicy.time
        )
        await policy.hasBegun.wait()
        let accepted = try await pair.accepted.get()
        try await (clientEnds ? pair.client : accepted).close()
        await policy.wasCancelled.wait()
        try await pair.end()
    }

    /// Neither an event loop nor a thread of the program's tasks waits for it.
    @Test func aVerificationHasThreadsOfItsOwn() async throws {
        let policy = EndlessPolicy()
        var client = try TestCredentials.client()
        client.policies = { [policy] }
        let pair = try await Pair(
            client: client,
            server: TestCredentials.server(),
            handshakeTimeout: EndlessPolicy.time
        )
        await policy.hasBegun.wait()
        #expect(policy.isOnVerificationThread.withLock { $0 })
        try await pair.client.close()
        try await pair.end()
    }

    @Test func halfClosedConnectionIsAnswered() async throws {
        let clientHasEnded = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        let pair = try await Pair(
            client: TestCredentials.client(),
            server: TestCredentials.server(),
            allowsHalfClosure: true
        ) { context, bytes in
            let answering = clientHasEnded.futureResult.hop(to: context.eventLoop)
            answering.assumeIsolated().whenSuccess {
                context.writeAndFlush(NIOAny(bytes), promise: nil)
                context.close(promise: nil)
            }
        }
        try await pair.client.writeAndFlush(ByteBuffer(string: "question"))
        try await pair.client.close(mode: .output)
        await #expect(throws: ChannelError.outputClosed) {
            try await pair.client.writeAndFlush(ByteBuffer(string: "too late"))
        }
        // The answer's end would come before the client's otherwise.
        while !pair.serverRecorder.current.events.contains("inputClosed") {
            try await Task.sleep(for: .milliseconds(1))
        }
        clientHasEnded.succeed()
        while pair.clientRecorder.current.bytes.count < 8 {
            try await Task.sleep(for: .milliseconds(1))
        }
        try? await pair.client.close()
        try await pair.end()
        #expect(pair.clientRecorder.current.bytes == Array("question".utf8))
        #expect(pair.serverRecorder.current.events.contains("inputClosed"))
        #expect(pair.clientRecorder.current.errors.isEmpty)
        #expect(pair.serverRecorder.current.errors.isEmpty)
    }
}

/// A policy that is not done within its time, unless its task is cancelled.
private final class EndlessPolicy: VerifierPolicy, Sendable {
    static var time: TimeAmount { .hours(1) }

    let hasBegun = Signal()
    let wasCancelled = Signal()
    let isOnVerificationThread = Mutex(false)

    var verifyingCriticalExtensions: [ASN1ObjectIdentifier] { [] }

    func chainMeetsPolicyRequirements(
        chain: UnverifiedCertificateChain
    ) async -> PolicyEvaluationResult {
        let executor = unsafe withUnsafeCurrentTask { unsafe $0?.unownedTaskExecutor }
        let verification = unsafe VerificationExecutor.shared.asUnownedTaskExecutor()
        isOnVerificationThread.withLock { $0 = unsafe executor == verification }
        hasBegun.send()
        try? await Task.sleep(for: .nanoseconds(Self.time.nanoseconds))
        if Task.isCancelled { wasCancelled.send() }
        return .failsToMeetPolicy(reason: "too late")
    }
}

/// Something that happens once.
private struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func send() { continuation.finish() }

    func wait() async { for await _ in stream {} }
}
