// SPDX-License-Identifier: Apache-2.0

/// Bytes that begin at a cache line and stay where they are: spans over them may be taken once for
/// many calls.
@safe final class AlignedBytes {
    private let storage: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
        unsafe storage = raw.bindMemory(to: UInt8.self)
        _ = unsafe storage.initialize(from: bytes)
    }

    convenience init(byteCount: Int) { self.init([UInt8](repeating: 0, count: byteCount)) }

    deinit { unsafe storage.deallocate() }

    var bytes: [UInt8] { unsafe Array(storage) }

    /// Overwrites the first bytes.
    func write(_ bytes: [UInt8], at offset: Int = 0) {
        for (index, byte) in bytes.enumerated() { unsafe storage[offset + index] = byte }
    }

    /// Adds `amount` to the eight bytes at `offset`, as a number of the machine's own order.
    @inline(__always)
    func add(_ amount: UInt64, at offset: Int) {
        let place = unsafe UnsafeMutableRawPointer(storage.baseAddress!) + offset
        let counter = unsafe place.loadUnaligned(as: UInt64.self)
        unsafe place.storeBytes(of: counter &+ amount, as: UInt64.self)
    }

    /// Copies `count` bytes from `offset` on to those of `other` from `place` on.
    @inline(__always)
    func copy(from offset: Int, count: Int, to other: AlignedBytes, at place: Int = 0) {
        let source = unsafe UnsafeRawPointer(storage.baseAddress!) + offset
        let target = unsafe UnsafeMutableRawPointer(other.storage.baseAddress!) + place
        unsafe target.copyMemory(from: source, byteCount: count)
    }

    /// Calls `body` with the bytes. No span leaves it.
    @inline(__always)
    func withSpan<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try unsafe body(Span(_unsafeElements: UnsafeBufferPointer(storage)))
    }

    /// Calls `body` with `count` bytes from `offset` on.
    @inline(__always)
    func withSpan<Result>(
        at offset: Int,
        count: Int,
        _ body: (Span<UInt8>) throws -> Result
    ) rethrows -> Result {
        let start = unsafe UnsafePointer(storage.baseAddress!) + offset
        return try unsafe body(Span(_unsafeStart: start, count: count))
    }

    /// Calls `body` with the bytes, to be changed in place.
    @inline(__always)
    func withMutableSpan<Result>(
        _ body: (inout MutableSpan<UInt8>) throws -> Result
    ) rethrows -> Result {
        var span = unsafe MutableSpan(_unsafeElements: storage)
        return try body(&span)
    }

    /// Calls `body` with `count` bytes from `offset` on, to be changed in place.
    @inline(__always)
    func withMutableSpan<Result>(
        at offset: Int,
        count: Int,
        _ body: (inout MutableSpan<UInt8>) throws -> Result
    ) rethrows -> Result {
        let start = unsafe storage.baseAddress! + offset
        var span = unsafe MutableSpan(_unsafeStart: start, count: count)
        return try body(&span)
    }
}
