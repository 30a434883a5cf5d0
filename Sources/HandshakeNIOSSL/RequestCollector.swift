// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import NIOCore
private import Synchronization

/// A key's requests, by the event loop that they come from.
final class RequestCollector: Sendable {
    private let key: RSAPrivateKey
    private let batcher: RSABatcher
    private let observer: (any AcceleratedRSAObserver)?
    /// The loops that have requests under way. A queue holds its loop, so that no other loop gets
    /// its address while it is here.
    private let queues = Mutex<[ObjectIdentifier: LoopQueue]>([:])

    init(key: RSAPrivateKey, batcher: RSABatcher, observer: (any AcceleratedRSAObserver)?) {
        self.key = key
        self.batcher = batcher
        self.observer = observer
    }

    /// Takes a request, on the channel's event loop. The future is answered there, exactly once.
    func add(
        _ input: KeyRequest.Input,
        _ kind: AcceleratedRSAOperation.Kind,
        on channel: any Channel
    ) -> EventLoopFuture<ByteBuffer> {
        let loop = channel.eventLoop
        let queue = queues.withLock { queues in
            if let queue = queues[ObjectIdentifier(loop)] { return queue }
            let queue = LoopQueue(loop: loop, collector: self)
            queues[ObjectIdentifier(loop)] = queue
            return queue
        }
        let request = KeyRequest(input, kind, on: channel, in: queue, observer: observer)
        queue.add(request)
        // Weakly: the channel may stay open long after the request is gone.
        channel.closeFuture.whenComplete { [weak request] _ in request?.withdraw() }
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

    /// Gives a request to the batcher. `answer` is called exactly once, on any thread.
    func submit(_ request: KeyRequest, answer: @escaping @Sendable (KeyRequest.Answer) -> Void) {
        request.submit(to: batcher, key: key, answer: answer)
    }

    func cancel(_ request: KeyRequest) { request.cancel(in: batcher) }

    /// On the queue's loop, when nothing of it is under way.
    func remove(_ queue: LoopQueue) {
        _ = queues.withLock { $0.removeValue(forKey: ObjectIdentifier(queue.loop)) }
    }
}
