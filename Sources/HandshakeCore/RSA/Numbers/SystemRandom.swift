// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// The system's random generator.
package enum SystemRandom {
    /// What getentropy gives in one call.
    private static var maximumByteCount: Int { 256 }

    /// Fills bytes[range] with random bytes. Stops the process if the system has none, as Swift's
    /// `SystemRandomNumberGenerator` does: no key or padding may ever come from anything less.
    static func fill(_ bytes: inout MutableSpan<UInt8>, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            var start = range.lowerBound
            while start < range.upperBound {
                let count = min(maximumByteCount, range.upperBound - start)
                let status = unsafe getentropy(buffer.baseAddress! + start, count)
                precondition(status == 0, "the system has no random bytes")
                start += count
            }
        }
    }

    /// Fills `bytes`.
    package static func fill(_ bytes: inout MutableSpan<UInt8>) { fill(&bytes, 0..<bytes.count) }

    /// Fills `limbs[count]`.
    static func fill(_ limbs: MutableLimbPointer, count: Int) {
        let bytes = unsafe UnsafeMutableRawBufferPointer(
            start: limbs,
            count: count * Limbs.byteCount
        )
        var span = unsafe MutableSpan(_unsafeElements: bytes.bindMemory(to: UInt8.self))
        fill(&span)
        _ = unsafe bytes.bindMemory(to: UInt64.self)
    }
}
