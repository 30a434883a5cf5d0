// SPDX-License-Identifier: Apache-2.0

/// The pseudo-random message that stands in for one with wrong PKCS #1 v1.5 padding
/// (draft-irtf-cfrg-rsa-guidance; OpenSSL 3.2 and later do the same): it depends on the key and on
/// the ciphertext alone, so that an attacker who sends one twice learns nothing.
struct ImplicitRejection: ~Copyable, Sendable {
    /// HMAC-SHA-256 with SHA-256(d), d as long as the modulus.
    private let key: HMACKey

    private static var candidateByteCount: Int { 256 }

    init(privateExponent: borrowing SecretBytes) {
        var digest = SecretBytes(byteCount: HashAlgorithm.sha256.digestByteCount)
        privateExponent.withBytes { exponent in
            digest.withMutableBytes { HashAlgorithm.sha256.writeDigest(of: exponent, into: &$0) }
        }
        key = digest.withBytes { HMACKey(.sha256, key: $0) }
    }

    /// Fills `message`, as long as the modulus, and returns how many of its last bytes are the
    /// message, at most the modulus' length less 11.
    func fill(_ message: inout MutableSpan<UInt8>, ciphertext: Span<UInt8>) -> UInt64 {
        // KDK = HMAC(SHA256(d), ciphertext)
        var derivationKey = [32 of UInt8](repeating: 0)
        var derivationKeySpan = derivationKey.mutableSpan
        key.writeTag(of: ciphertext, into: &derivationKeySpan)

        var candidates = [256 of UInt8](repeating: 0)
        var candidatesSpan = candidates.mutableSpan
        Self.expand(derivationKey.span, label: "length", into: &candidatesSpan)
        let byteCount = Self.length(candidates.span, modulusByteCount: message.count)
        Self.expand(derivationKey.span, label: "message", into: &message)

        candidatesSpan = candidates.mutableSpan
        candidatesSpan.wipe()
        derivationKeySpan = derivationKey.mutableSpan
        derivationKeySpan.wipe()
        return byteCount
    }

    /// The last of 128 candidates that is short enough, under a mask that makes at least one in two
    /// so; zero if none is.
    private static func length(_ candidates: Span<UInt8>, modulusByteCount: Int) -> UInt64 {
        let limit = UInt64(modulusByteCount - PKCS1EncryptionEncoding.overheadByteCount + 1)
        let bits = UInt64.max >> UInt64(limit.leadingZeroBitCount)
        var byteCount: UInt64 = 0
        for index in stride(from: 0, to: candidateByteCount, by: 2) {
            let candidate = (UInt64(candidates[index]) << 8 | UInt64(candidates[index + 1])) & bits
            byteCount = Mask.less(candidate, limit).select(candidate, else: byteCount)
        }
        return byteCount
    }

    /// output = block 0 || block 1 || …, cut to its length, where block i is
    /// HMAC-SHA-256(key, i || label || bits of the output), i and the bits in two bytes each.
    private static func expand(
        _ key: Span<UInt8>,
        label: StaticString,
        into output: inout MutableSpan<UInt8>
    ) {
        // HMAC by its definition: an HMACKey would be allocated. 00 36 … and 00 5c … (RFC 2104)
        var inner = [64 of UInt8](repeating: 0x36)
        var outer = [64 of UInt8](repeating: 0x5c)
        for index in 0..<key.count {
            inner[index] ^= key[index]
            outer[index] ^= key[index]
        }
        let bitCount = UInt16(8 * output.count)
        let labelByteCount = label.utf8CodeUnitCount
        var input = [11 of UInt8](repeating: 0)
        for index in 0..<labelByteCount {
            input[2 + index] = unsafe label.utf8Start[index]
        }
        input[2 + labelByteCount] = UInt8(bitCount >> 8)
        input[3 + labelByteCount] = UInt8(truncatingIfNeeded: bitCount)

        var digest = [32 of UInt8](repeating: 0)
        var outputBlock = [32 of UInt8](repeating: 0)
        var start = 0
        var block: UInt16 = 0
        while start < output.count {
            input[0] = UInt8(block >> 8)
            input[1] = UInt8(truncatingIfNeeded: block)
            var digestSpan = digest.mutableSpan
            HashAlgorithm.sha256.writeDigest(
                of: inner.span,
                input.span.extracting(0..<(4 + labelByteCount)),
                into: &digestSpan
            )
            var blockSpan = outputBlock.mutableSpan
            HashAlgorithm.sha256.writeDigest(of: outer.span, digest.span, into: &blockSpan)
            let count = min(outputBlock.count, output.count - start)
            for index in 0..<count { output[start + index] = outputBlock[index] }
            start += count
            block += 1
        }
        var innerSpan = inner.mutableSpan
        innerSpan.wipe()
        var outerSpan = outer.mutableSpan
        outerSpan.wipe()
        var digestSpan = digest.mutableSpan
        digestSpan.wipe()
        var blockSpan = outputBlock.mutableSpan
        blockSpan.wipe()
    }
}
