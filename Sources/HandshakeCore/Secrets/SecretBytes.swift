// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels

/// Owned bytes that are secret: 64-byte aligned, never copied, wiped when they go.
///
/// There is no `==`, no `description` and no copy. Compare with ``constantTimeEqual(_:_:)``; make
/// public with ``declassify(_:because:)``.
///
/// What a closure throws, ``withBytes(_:)`` throws. In a function that throws one type the closure
/// names it, since Swift takes any error for it otherwise:
///
/// ```swift
/// func key(of secret: borrowing SecretBytes) throws(AESGCMError) -> AESGCMKey {
///     try secret.withBytes { bytes throws(AESGCMError) in try AESGCMKey(bytes) }
/// }
/// ```
@safe public struct SecretBytes: ~Copyable, @unchecked Sendable {
    private let storage: UnsafeMutableRawBufferPointer

    private static var alignment: Int { 64 }

    /// `byteCount` zero bytes; none where it is negative. Where there is not so much memory, the
    /// process ends, as with an array.
    public init(byteCount: Int) {
        unsafe storage = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(0, byteCount),
            alignment: Self.alignment
        )
        unsafe storage.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// A copy of `bytes`, which stay the caller's to wipe.
    public init(copying bytes: Span<UInt8>) {
        self.init(byteCount: bytes.count)
        unsafe bytes.withUnsafeBytes { unsafe storage.copyMemory(from: $0) }
    }

    /// A copy of `bytes`, which stay in memory: arrays cannot be wiped for sure.
    public init(copying bytes: [UInt8]) { self.init(copying: bytes.span) }

    /// `byteCount` bytes that `body` fills; they are zero when it gets them, and wiped if it throws.
    public init<Failure: Error>(
        byteCount: Int,
        filledBy body: (inout MutableSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        self.init(byteCount: byteCount)
        try withMutableBytes(body)
    }

    deinit {
        if let base = unsafe storage.baseAddress {
            unsafe handshake_wipe(base, storage.count)
        }
        unsafe storage.deallocate()
    }

    /// How many bytes it has.
    public var byteCount: Int { unsafe storage.count }

    /// Calls `body` with the bytes.
    public borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = unsafe storage.bindMemory(to: UInt8.self)
        return try unsafe body(Span(_unsafeElements: bytes))
    }

    /// Calls `body` with the bytes, to be changed in place.
    public mutating func withMutableBytes<Result: ~Copyable, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var bytes = unsafe MutableSpan(_unsafeElements: storage.bindMemory(to: UInt8.self))
        return try body(&bytes)
    }
}
