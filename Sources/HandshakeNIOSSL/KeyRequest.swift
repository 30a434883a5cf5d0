internal import HandshakeRSA
internal import NIOCore
private import Synchronization

/// A connection's request on its way through the batcher.
final class KeyRequest: Sendable {
    enum Input: Sendable {
        /// A digest to be signed.
        case sign([UInt8], RSASignatureScheme)
        /// A number to be raised to the private exponent.
        case rawOperation([UInt8])
    }

    private let input: Input
    private let kind: AcceleratedRSAOperation.Kind
    private let promise: EventLoopPromise<ByteBuffer>
    private let allocator: ByteBufferAllocator
    private let observer: (any AcceleratedRSAObserver)?
    private let start: ContinuousClock.Instant?
    private let ticket = RSABatcher.Request()
    private let isAnswered = Atomic(false)

    init(
        _ input: Input,
        _ kind: AcceleratedRSAOperation.Kind,
        on channel: any Channel,
        observer: (any AcceleratedRSAObserver)?
    ) {
        self.input = input
        self.kind = kind
        self.observer = observer
        promise = channel.eventLoop.makePromise()
        allocator = channel.allocator
        start = observer == nil ? nil : .now
    }

    var future: EventLoopFuture<ByteBuffer> { promise.futureResult }

    func submit(to batcher: RSABatcher, key: RSAPrivateKey) {
        switch input {
        case .sign(let digest, let scheme):
            batcher.sign(
                digest: digest,
                scheme: scheme,
                with: key,
                request: ticket,
                completion: answer
            )
        case .rawOperation(let number):
            batcher.rawOperation(number, with: key, request: ticket, completion: answer)
        }
    }

    /// Takes the request back, if the batcher has not begun it: the future then fails.
    func withdraw(from batcher: RSABatcher) {
        if !isAnswered.load(ordering: .acquiring) { batcher.cancel(ticket) }
    }

    private func answer(_ result: Result<[UInt8], RSABatcherError>) {
        isAnswered.store(true, ordering: .releasing)
        let result = result.mapError { error in
            error == .cancelled ? AcceleratedRSAError.channelClosed : .batcher(error)
        }
        if let observer, let start {
            var operation = AcceleratedRSAOperation(kind: kind, duration: .now - start)
            if case .failure(let error) = result { operation.error = error }
            observer.operationDidFinish(operation)
        }
        switch result {
        case .success(let bytes): promise.succeed(allocator.buffer(bytes: bytes))
        case .failure(let error): promise.fail(error)
        }
    }
}
