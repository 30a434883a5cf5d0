// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import NIOCore
private import Synchronization

/// A connection's request.
final class KeyRequest: Sendable {
    typealias Answer = Result<[UInt8], AcceleratedRSAError>

    enum Input: Sendable {
        /// A digest to be signed.
        case sign([UInt8], RSASignatureScheme)
        /// A number to be raised to the private exponent.
        case rawOperation([UInt8])
    }

    private let input: Input
    private let kind: AcceleratedRSAOperation.Kind
    private let promise: EventLoopPromise<ByteBuffer>
    private let queue: LoopQueue
    private let allocator: ByteBufferAllocator
    private let observer: (any AcceleratedRSAObserver)?
    private let start: ContinuousClock.Instant?
    private let ticket = RSABatcher.Request()
    private let hasAnswer = Atomic(false)

    init(
        _ input: Input,
        _ kind: AcceleratedRSAOperation.Kind,
        on channel: any Channel,
        in queue: LoopQueue,
        observer: (any AcceleratedRSAObserver)?
    ) {
        self.input = input
        self.kind = kind
        self.queue = queue
        self.observer = observer
        promise = channel.eventLoop.makePromise()
        allocator = channel.allocator
        start = observer == nil ? nil : .now
    }

    var future: EventLoopFuture<ByteBuffer> { promise.futureResult }

    /// Whether the batcher, or ``finish(_:)``, has answered.
    var isAnswered: Bool { hasAnswer.load(ordering: .relaxed) }

    /// Asks the batcher, which answers exactly once, on any thread.
    func submit(
        to batcher: RSABatcher,
        key: RSAPrivateKey,
        answer: @escaping @Sendable (Answer) -> Void
    ) {
        let completion: @Sendable (Result<[UInt8], RSABatcherError>) -> Void = { [self] result in
            hasAnswer.store(true, ordering: .relaxed)
            answer(result.mapError { $0 == .cancelled ? .channelClosed : .batcher($0) })
        }
        switch input {
        case .sign(let digest, let scheme):
            batcher.sign(
                digest: digest,
                scheme: scheme,
                with: key,
                request: ticket,
                completion: completion
            )
        case .rawOperation(let number):
            batcher.rawOperation(number, with: key, request: ticket, completion: completion)
        }
    }

    /// Fails it, if no thread of the batcher has begun it: its channel is closed.
    func withdraw() {
        if !isAnswered { queue.withdraw(self) }
    }

    func cancel(in batcher: RSABatcher) { batcher.cancel(ticket) }

    /// Answers the future, on the channel's event loop.
    func finish(_ answer: Answer) {
        hasAnswer.store(true, ordering: .relaxed)
        if let observer, let start {
            var operation = AcceleratedRSAOperation(kind: kind, duration: .now - start)
            if case .failure(let error) = answer { operation.error = error }
            observer.operationDidFinish(operation)
        }
        switch answer {
        case .success(let bytes): promise.succeed(allocator.buffer(bytes: bytes))
        case .failure(let error): promise.fail(error)
        }
    }
}
