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

/// Clears the vector registers, and 16 KiB of the stack below the caller's frame: what functions that
/// have returned left there. After work that is not on a hot path, and not inlined into the caller.
package func wipeRegistersAndStack() { handshake_wipe_registers_and_stack() }
