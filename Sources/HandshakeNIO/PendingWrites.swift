// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// Application data that waits to be sealed, with the promises of those who wrote it.
struct PendingWrites {
    private struct Write {
        var data: ByteBuffer
        var promise: EventLoopPromise<Void>?
    }

    private var writes = MarkedCircularBuffer<Write>(initialCapacity: 8)
    /// How many bytes wait, flushed or not.
    private(set) var byteCount = 0

    var hasFlushed: Bool { writes.hasMark }

    mutating func append(_ data: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        byteCount += data.readableBytes
        writes.append(Write(data: data, promise: promise))
    }

    /// Everything that was appended so far may go out.
    mutating func flush() { writes.mark() }

    /// Takes what may be sealed next, from the oldest on: one write, or several small ones that
    /// fill a record together. Returns `nil` if there is none, or none that was flushed.
    mutating func next(
        onlyFlushed: Bool,
        upTo maximumByteCount: Int
    ) -> (data: ByteBuffer, promise: EventLoopPromise<Void>?)? {
        guard var batch = take(onlyFlushed: onlyFlushed) else { return nil }
        while let following = writes.first, !onlyFlushed || writes.hasMark,
            batch.data.readableBytes + following.data.readableBytes <= maximumByteCount,
            let write = take(onlyFlushed: onlyFlushed)
        {
            batch.data.writeImmutableBuffer(write.data)
            if let promise = batch.promise {
                promise.futureResult.cascade(to: write.promise)
            } else {
                batch.promise = write.promise
            }
        }
        return (batch.data, batch.promise)
    }

    private mutating func take(onlyFlushed: Bool) -> Write? {
        guard !writes.isEmpty, !onlyFlushed || writes.hasMark else { return nil }
        let write = writes.removeFirst()
        byteCount -= write.data.readableBytes
        return write
    }

    /// Takes all promises, for them to fail.
    mutating func removeAll() -> [EventLoopPromise<Void>] {
        let promises = writes.compactMap(\.promise)
        self = PendingWrites()
        return promises
    }
}
