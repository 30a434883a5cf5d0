// SPDX-License-Identifier: Apache-2.0

/// Several AES-GCM keys side by side, for batches over several connections. Owns them.
@safe public struct AESGCMKeyList: ~Copyable, @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<AESGCMKey>
    /// How many keys it holds.
    public private(set) var count = 0

    /// An empty list with room for `capacity` keys; for none where it is negative. Where there is not
    /// so much memory, the process ends, as with an array.
    public init(capacity: Int) {
        unsafe storage = .allocate(capacity: max(0, capacity))
    }

    deinit {
        _ = unsafe storage.extracting(0..<count).deinitialize()
        unsafe storage.deallocate()
    }

    /// How many keys it has room for.
    public var capacity: Int { unsafe storage.count }

    /// Adds a key and answers its index; nil, and the key is gone, where the list is full.
    public mutating func append(_ key: consuming AESGCMKey) -> Int? {
        guard count < capacity else { return nil }
        unsafe storage.initializeElement(at: count, to: key)
        count += 1
        return count - 1
    }

    /// Calls `body` with the keys, and throws what it throws: `{ keys throws(AESGCMError) in … }` in a
    /// function that throws that alone.
    @inline(__always)
    public borrowing func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<AESGCMKey>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(
            Span(_unsafeElements: UnsafeBufferPointer(storage.extracting(0..<count)))
        )
    }
}

// The forms of batches that take and return arrays.
extension AESGCMKeyList {
    /// Seals records of `buffer` in place, each with its key of this list, as
    /// ``AESGCMKey/sealBatch(_:keys:additionalData:in:)`` does.
    public borrowing func sealBatch(
        _ records: [AESGCMRecord],
        additionalData: [UInt8] = [],
        in buffer: inout [UInt8]
    ) throws(AESGCMError) {
        try withSpan { keys throws(AESGCMError) in
            var bytes = buffer.mutableSpan
            try AESGCMKey.sealBatch(
                records.span,
                keys: keys,
                additionalData: additionalData.span,
                in: &bytes
            )
        }
    }

    /// Opens records of `buffer` in place, each with its key of this list; whether each is authentic.
    /// The text of one that is not becomes zeros.
    public borrowing func openBatch(
        _ records: [AESGCMRecord],
        additionalData: [UInt8] = [],
        in buffer: inout [UInt8]
    ) throws(AESGCMError) -> [Bool] {
        var isAuthentic = [Bool](repeating: false, count: records.count)
        try withSpan { keys throws(AESGCMError) in
            var bytes = buffer.mutableSpan
            var answers = isAuthentic.mutableSpan
            try AESGCMKey.openBatch(
                records.span,
                keys: keys,
                additionalData: additionalData.span,
                in: &bytes,
                isAuthentic: &answers
            )
        }
        return isAuthentic
    }
}
