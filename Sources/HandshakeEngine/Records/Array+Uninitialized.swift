extension [UInt8] {
    /// Appends `byteCount` bytes that `body` writes, all of them, into memory that was not filled
    /// with zeros before. If it throws, nothing is appended.
    ///
    /// The array grows by at least half: appending record after record costs no more than the bytes.
    @inline(__always)
    mutating func append<Failure: Error>(
        byteCount: Int,
        filledBy body: (inout MutableSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        growCapacity(toFit: byteCount)
        try append(addingCapacity: byteCount) { output throws(Failure) in
            try unsafe output.withUnsafeMutableBufferPointer {
                (buffer, initializedCount) throws(Failure) in
                let place = unsafe UnsafeMutableBufferPointer(
                    rebasing: buffer[initializedCount..<initializedCount + byteCount]
                )
                var bytes = unsafe MutableSpan(_unsafeElements: place)
                try body(&bytes)
                initializedCount += byteCount
            }
        }
    }

    /// Makes room for `byteCount` more bytes.
    @inline(__always)
    mutating func growCapacity(toFit byteCount: Int) {
        let needed = count + byteCount
        if capacity < needed { reserveCapacity(Swift.max(needed, capacity + capacity / 2)) }
    }

    /// Appends a copy of `bytes`.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
