// SPDX-License-Identifier: Apache-2.0

private import Dispatch
internal import Measurement
internal import NIOCore
private import NIOPosix
internal import NIOSSL
private import NIOTLS
private import Synchronization

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// Keeps a number of connections in flight, on one event loop, until a count of them is done.
final class NIOHandshakeClient: Sendable {
    private let context: NIOSSLContext
    private let address: SocketAddress
    private let loop: any EventLoop
    private let state = Mutex(State())

    private struct State {
        var remaining = 0
        var open = 0
        var failure: String?
        var isDone: DispatchSemaphore?
        var handshakeSeconds: [Double] = []
        var wallSeconds = 0.0
        var cpuSeconds = 0.0
    }

    init(context: NIOSSLContext, address: SocketAddress, loop: any EventLoop) {
        self.context = context
        self.address = address
        self.loop = loop
    }

    /// Opens `count` connections, `inFlight` of them at a time, and waits until all are done.
    func run(count: Int, inFlight: Int) throws {
        let isDone = DispatchSemaphore(value: 0)
        let cpuStart = seconds()
        let start = Clock.wall.now()
        state.withLock {
            $0.remaining = count
            $0.isDone = isDone
        }
        for _ in 0..<min(count, inFlight) { loop.execute { self.next() } }
        isDone.wait()
        let wall = Clock.wall.now() - start
        let cpu = seconds() - cpuStart
        let failure = state.withLock { state in
            state.wallSeconds += wall
            state.cpuSeconds += cpu
            return state.failure
        }
        if let failure { throw OperationFailed(description: "a handshake failed: \(failure)") }
    }

    /// What the loop's thread has spent on a core.
    func seconds() -> Double {
        let result = Mutex(0.0)
        let isRead = DispatchSemaphore(value: 0)
        loop.execute {
            result.withLock { $0 = Clock.thread.now() }
            isRead.signal()
        }
        isRead.wait()
        return result.withLock { $0 }
    }

    func summary() -> ResultFile.Connections {
        state.withLock { state in
            let sorted = state.handshakeSeconds.sorted()
            let count = Double(sorted.count)
            func percentile(_ part: Double) -> Double {
                sorted.isEmpty ? 0 : sorted[min(Int(part * count), sorted.count - 1)]
            }
            return ResultFile.Connections(
                latency: .init(p50: percentile(0.5), p99: percentile(0.99)),
                operationsPerSecond: count / state.wallSeconds,
                clientSecondsPerOperation: state.cpuSeconds / count
            )
        }
    }

    /// Opens the next connection, if there is one to open.
    private func next() {
        let isWanted = state.withLock { state in
            guard state.remaining > 0 else { return false }
            state.remaining -= 1
            state.open += 1
            return true
        }
        guard isWanted else { return }
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [context] channel in
                channel.eventLoop.makeCompletedFuture {
                    // Closing resets: no port is left waiting.
                    let options = channel as? any SocketOptionProvider
                    _ = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLClientHandler(context: context, serverHostname: "localhost"),
                        ByteReceiver(done: self.finish),
                    ])
                }
            }
            .connect(to: address)
            .whenFailure { self.finish(.failure($0)) }
    }

    private func finish(_ result: Result<Double, any Error>) {
        let isDone = state.withLock { state -> DispatchSemaphore? in
            state.open -= 1
            switch result {
            case .success(let seconds): state.handshakeSeconds.append(seconds)
            case .failure(let error):
                state.failure = "\(error)"
                state.remaining = 0
            }
            return state.remaining == 0 && state.open == 0 ? state.isDone : nil
        }
        if let isDone {
            isDone.signal()
        } else {
            next()
        }
    }
}

/// Times the handshake and closes the connection at the server's first byte.
private final class ByteReceiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let done: @Sendable (Result<Double, any Error>) -> Void
    private var start = 0.0
    private var seconds: Double?
    private var isDone = false

    init(done: @escaping @Sendable (Result<Double, any Error>) -> Void) { self.done = done }

    func channelActive(context: ChannelHandlerContext) { start = Clock.wall.now() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            seconds = Clock.wall.now() - start
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let seconds { finish(.success(seconds)) }
        // Past NIOSSL, which would take leave of the server first.
        context.channel.pipeline.context(handlerType: NIOSSLClientHandler.self)
            .assumeIsolated()
            .whenSuccess { $0.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(ChannelError.eof))
    }

    private func finish(_ result: Result<Double, any Error>) {
        guard !isDone else { return }
        isDone = true
        done(result)
    }
}
