// SPDX-License-Identifier: Apache-2.0

private import CHandshakeKernels

extension MutableSpan<UInt8> {
    /// Overwrites the bytes with zeros in a way that no optimizer drops.
    public mutating func wipe() {
        guard count > 0 else { return }
        unsafe withUnsafeMutableBytes { unsafe handshake_wipe($0.baseAddress!, $0.count) }
    }
}

extension [UInt8] {
    /// Overwrites an array that held a secret. Does nothing for the copies that others made of it.
    mutating func wipe() {
        var span = mutableSpan
        span.wipe()
    }
}

/// Calls `body` with `byteCount` bytes of the stack, at most 64, which are wiped after it.
package func withTemporarySecret(
    byteCount: Int,
    _ body: (inout MutableSpan<UInt8>) -> Void
) {
    precondition(byteCount <= maximumTemporarySecretByteCount)
    unsafe withUnsafeTemporaryAllocation(
        of: UInt8.self,
        capacity: maximumTemporarySecretByteCount
    ) { buffer in
        unsafe buffer.initialize(repeating: 0)
        var bytes = unsafe MutableSpan(_unsafeElements: buffer.extracting(0..<byteCount))
        body(&bytes)
        unsafe handshake_wipe(buffer.baseAddress!, buffer.count)
    }
}

private let maximumTemporarySecretByteCount = 64

/// Clears the vector registers, and 16 KiB of the stack below the caller's frame: what functions that
/// have returned left there. After work that is not on a hot path, and not inlined into the caller.
package func wipeRegistersAndStack() { handshake_wipe_registers_and_stack() }
