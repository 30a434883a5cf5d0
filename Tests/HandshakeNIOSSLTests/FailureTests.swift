// SPDX-License-Identifier: Apache-2.0

import HandshakeCore
import HandshakeNIOSSL
import NIOCore
import NIOPosix
import NIOSSL
import TestSupport
import Testing

/// What goes wrong fails the future with its cause, tells the observer, and nothing else.
@Suite("Accelerated key: failures") struct FailureTests {
    let group = MultiThreadedEventLoopGroup.singleton
    let identity: TestIdentity
    let observer = RecordingObserver()

    init() throws { identity = try TestIdentity("rsa2048") }

    /// A connection that nothing is sent on; the listener is its peer.
    private func withChannel(_ body: (any Channel) async throws -> Void) async throws {
        let listener = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0)
            .get()
        let address = try #require(listener.localAddress)
        let channel = try await ClientBootstrap(group: group).connect(to: address).get()
        try await body(channel)
        try? await channel.close()
        try await listener.close()
    }

    private func sign(
        _ key: AcceleratedRSAPrivateKey,
        _ channel: any Channel,
        _ algorithm: SignatureAlgorithm = .rsaPssRsaeSha256
    ) -> EventLoopFuture<ByteBuffer> {
        channel.eventLoop.flatSubmit {
            key.sign(channel: channel, algorithm: algorithm, data: ByteBuffer(string: "message"))
        }
    }

    @Test func decryptKeepsLeadingZeros() async throws {
        let key = try identity.accelerated()
        let byteCount = identity.key.modulusByteCount
        var generator = SeededGenerator(seed: 6)
        let number = [0, 0, 0, 0, 0] + generator.bytes(byteCount - 5)
        let encrypted = try identity.key.publicKey.rawOperation(number)
        try await withChannel { channel in
            let output = try await channel.eventLoop.flatSubmit {
                key.decrypt(channel: channel, data: ByteBuffer(bytes: encrypted))
            }.get()
            #expect(Array(output.readableBytesView) == number)
        }
    }

    @Test func numbersThatAreNoneOfTheKeys() async throws {
        let key = try identity.accelerated { $0.observer = observer }
        try await withChannel { channel in
            for (number, error) in [
                ([1, 2, 3], RSAError.wrongInputLength),
                (identity.key.publicKey.modulusBytes, .inputOutOfRange),
            ] {
                await #expect(throws: AcceleratedRSAError.batcher(.operation(error))) {
                    _ = try await channel.eventLoop.flatSubmit {
                        key.decrypt(channel: channel, data: ByteBuffer(bytes: number))
                    }.get()
                }
                #expect(observer.errors.last == .batcher(.operation(error)))
            }
        }
    }

    @Test func anAlgorithmThatTheKeyDoesNotHave() async throws {
        let key = try identity.accelerated { $0.observer = observer }
        let error = AcceleratedRSAError.unsupportedSignatureAlgorithm("0x201")
        try await withChannel { channel in
            await #expect(throws: error) {
                _ = try await sign(key, channel, .rsaPkcs1Sha1).get()
            }
        }
        #expect(observer.errors == [error])
    }

    @Test func aChannelThatIsClosedWithdrawsItsRequest() async throws {
        let key = try identity.accelerated { $0.observer = observer }
        try await withChannel { channel in
            let occupation = Occupation(of: key.batcher, key: identity.key)
            let signature = sign(key, channel)
            try await channel.close()
            await #expect(throws: AcceleratedRSAError.channelClosed) {
                _ = try await signature.get()
            }
            occupation.end()
        }
        #expect(observer.errors == [.channelClosed])
    }

    @Test func aChannelThatIsClosedAlreadyIsRefused() async throws {
        let key = try identity.accelerated { $0.observer = observer }
        try await withChannel { channel in
            try await channel.close()
            await #expect(throws: AcceleratedRSAError.channelClosed) {
                _ = try await sign(key, channel).get()
            }
        }
        #expect(observer.errors == [.channelClosed])
    }

    @Test func aBatcherThatIsShutDown() async throws {
        let key = try identity.accelerated { $0.observer = observer }
        await key.batcher.shutDown()
        try await withChannel { channel in
            await #expect(throws: AcceleratedRSAError.batcher(.shutDown)) {
                _ = try await sign(key, channel).get()
            }
        }
        #expect(observer.errors == [.batcher(.shutDown)])
    }

    @Test func aQueueThatIsFull() async throws {
        var limits = RSABatcher.Configuration()
        limits.maximumWaitingCount = 2
        let batcher = try RSABatcher(limits)
        let key = try identity.accelerated {
            $0.observer = observer
            $0.batcher = batcher
        }
        try await withChannel { channel in
            let occupation = Occupation(of: batcher, key: identity.key)
            // Twelve full batches in one turn of the loop, of which the queue takes two requests.
            let answers = channel.eventLoop.flatSubmit {
                let futures = (0..<96).map { _ in
                    key.sign(
                        channel: channel,
                        algorithm: .rsaPkcs1Sha256,
                        data: ByteBuffer(string: "message")
                    )
                }
                return EventLoopFuture.whenAllComplete(futures, on: channel.eventLoop)
            }
            try await observer.waitForOperations(94)
            occupation.end()
            let succeeded = try await answers.get().count { (try? $0.get()) != nil }
            #expect(succeeded == 2)
            #expect(observer.errors == Array(repeating: .batcher(.queueFull), count: 94))
        }
    }

    /// The client sees a handshake that fails; the server lives on, and the observer knows why.
    @Test func aServerWhoseBatcherIsShutDown() async throws {
        let key = try identity.accelerated { $0.observer = observer }
        let server = try await TestServer(identity.serverConfiguration(key), on: group)
        let client = try TestClient(identity.clientConfiguration, on: group)
        _ = try await client.get(port: server.port)
        await key.batcher.shutDown()
        for count in 1...2 {
            await #expect(throws: (any Error).self) { _ = try await client.get(port: server.port) }
            #expect(observer.errors == Array(repeating: .batcher(.shutDown), count: count))
        }
        try await server.close()
    }

    /// Clients that go away in the middle of the server's operation leave nothing behind.
    @Test func clientsThatGoAwayInTheMiddle() async throws {
        let key = try identity.accelerated { $0.observer = observer }
        let server = try await TestServer(identity.serverConfiguration(key), on: group)
        let client = try TestClient(identity.clientConfiguration, on: group)
        let occupation = Occupation(of: key.batcher, key: identity.key)
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<20 {
                tasks.addTask { try? await client.startAndGoAway(port: server.port) }
            }
        }
        try await observer.waitForOperations(1)
        occupation.end()
        let reply = try await client.get(port: server.port)
        #expect(reply.text.hasSuffix(TestServer.body))
        #expect(observer.errors.allSatisfy { $0 == .channelClosed })
        #expect(observer.errors.contains(.channelClosed))
        try await server.close()
    }
}
