// SPDX-License-Identifier: Apache-2.0

/// The mask generation function of RFC 8017 appendix B.2.1.
enum MGF1 {
    /// bytes[range] ^= MGF1(bytes[seedRange], range.count). The ranges do not overlap.
    static func mask(
        _ bytes: inout MutableSpan<UInt8>,
        _ range: Range<Int>,
        seed seedRange: Range<Int>,
        hash: HashAlgorithm
    ) {
        var counter: UInt32 = 0
        var counterBytes = [4 of UInt8](repeating: 0)
        var digest = [64 of UInt8](repeating: 0)
        var start = range.lowerBound
        while start < range.upperBound {
            for index in 0..<4 {
                counterBytes[index] = UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * index))
            }
            var digestSpan = digest.mutableSpan
            hash.writeDigest(
                of: bytes.span.extracting(seedRange),
                counterBytes.span,
                into: &digestSpan
            )
            let count = min(hash.digestByteCount, range.upperBound - start)
            for index in 0..<count { bytes[start + index] ^= digest[index] }
            start += count
            counter += 1
        }
        var digestSpan = digest.mutableSpan
        digestSpan.wipe()
    }
}
