// SPDX-License-Identifier: Apache-2.0

/// A public exponent: odd, at least 3, and of at most 256 bits (FIPS 186-5 section A.1.1).
struct PublicExponent: Hashable, Sendable {
    static var maximumBitCount: Int { 256 }

    /// Least significant first; the last one is not zero.
    let limbs: [UInt64]
    let bitCount: Int

    /// The exponent where it is short enough for the kernels' public powers: those of nearly all keys.
    /// Longer ones take a product a bit, one operation at a time.
    let word: UInt64?
    private static var maximumWordBitCount: Int { 33 }

    init(_ word: UInt64) {
        limbs = [word]
        bitCount = UInt64.bitWidth - word.leadingZeroBitCount
        self.word = word
    }

    /// The exponent that big-endian bytes spell, with or without zeros in front.
    init(_ bytes: Span<UInt8>) throws(RSAKeyError) {
        let byteCount = RSAPublicKey.significantByteCount(bytes)
        guard byteCount > 0, 8 * byteCount <= Self.maximumBitCount else {
            throw .unsupportedPublicExponent
        }
        var limbs = [UInt64](repeating: 0, count: Limbs.count(forBitCount: 8 * byteCount))
        for index in 0..<byteCount {
            let byte = UInt64(bytes[bytes.count - 1 - index])
            limbs[index / Limbs.byteCount] |= byte << UInt64(8 * (index % Limbs.byteCount))
        }
        bitCount = RSAPublicKey.significantBitCount(bytes)
        guard limbs[0] & 1 == 1, bitCount > 1 else { throw .unsupportedPublicExponent }
        word = bitCount <= Self.maximumWordBitCount ? limbs[0] : nil
        self.limbs = limbs
    }

    /// Big-endian, without zeros in front.
    var bytes: [UInt8] {
        (0..<(bitCount + 7) / 8).reversed().map { index in
            let limb = limbs[index / Limbs.byteCount]
            return UInt8(truncatingIfNeeded: limb >> UInt64(8 * (index % Limbs.byteCount)))
        }
    }

    /// The exponent among other big numbers, with at least `count` limbs.
    func number(count: Int = 0) -> Limbs {
        let number = Limbs(count: max(count, limbs.count))
        for (index, limb) in limbs.enumerated() { unsafe number.base[index] = limb }
        return number
    }

    func bit(_ index: Int) -> Bool {
        limbs[index / Limbs.bitCount] >> UInt64(index % Limbs.bitCount) & 1 == 1
    }
}
