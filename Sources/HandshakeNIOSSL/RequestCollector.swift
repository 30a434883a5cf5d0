internal import HandshakeRSA
internal import NIOCore
internal import NIOSSL
private import Synchronization

/// Collects the requests that one turn of an event loop makes, so that they reach the batcher
/// together and fill a batch.
final class RequestCollector: Sendable {
    private struct Turn {
        /// Held, so that no later loop gets its address while requests wait under it.
        let loop: any EventLoop
        var requests: [KeyRequest]
    }

    private let key: RSAPrivateKey
    private let batcher: RSABatcher
    private let observer: (any AcceleratedRSAObserver)?
    private let turns = Mutex<[ObjectIdentifier: Turn]>([:])

    /// What a batch takes at most: more need not wait for the end of the turn.
    private static var batchCount: Int { 8 }

    init(key: RSAPrivateKey, batcher: RSABatcher, observer: (any AcceleratedRSAObserver)?) {
        self.key = key
        self.batcher = batcher
        self.observer = observer
    }

    /// Takes a request, on the channel's event loop. The future is answered there exactly once.
    func add(
        _ input: KeyRequest.Input,
        _ kind: AcceleratedRSAOperation.Kind,
        on channel: any Channel
    ) -> EventLoopFuture<ByteBuffer> {
        let request = KeyRequest(input, kind, on: channel, observer: observer)
        collect(request, on: channel.eventLoop)
        channel.closeFuture.whenComplete { [batcher] _ in request.withdraw(from: batcher) }
        return request.future
    }

    func refuse(
        _ kind: AcceleratedRSAOperation.Kind,
        _ error: AcceleratedRSAError,
        on channel: any Channel
    ) -> EventLoopFuture<ByteBuffer> {
        observer?.operationDidFinish(.init(kind: kind, duration: .zero, error: error))
        return channel.eventLoop.makeFailedFuture(error)
    }

    private func collect(_ request: KeyRequest, on loop: any EventLoop) {
        let identifier = ObjectIdentifier(loop)
        let (isFirst, isFull) = turns.withLock { turns in
            turns[identifier, default: Turn(loop: loop, requests: [])].requests.append(request)
            let count = turns[identifier]?.requests.count ?? 0
            return (count == 1, count == Self.batchCount)
        }
        if isFull {
            submit(identifier)
        } else if isFirst {
            // The loop reads from all channels that are ready before it does what was put off.
            loop.execute { self.submit(identifier) }
        }
    }

    private func submit(_ identifier: ObjectIdentifier) {
        let turn = turns.withLock { $0.removeValue(forKey: identifier) }
        for request in turn?.requests ?? [] { request.submit(to: batcher, key: key) }
    }
}
