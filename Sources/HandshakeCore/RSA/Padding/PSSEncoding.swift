// SPDX-License-Identifier: Apache-2.0

/// EMSA-PSS of RFC 8017 section 9.1, with emBits one less than the modulus has.
struct PSSEncoding {
    let hash: HashAlgorithm
    let mgf1Hash: HashAlgorithm
    /// The modulus' bits less one.
    let encodedBitCount: Int

    private static var zeroByteCount: Int { 8 }
    private static var trailer: UInt8 { 0xbc }

    /// The parts of an encoded message, as places in a buffer as long as the modulus, which has one
    /// byte more than the encoded message if emBits is a multiple of eight.
    private struct Shape {
        let dataBlock: Range<Int>
        let hash: Range<Int>
        /// The bits of the first byte that the encoded message has.
        let firstByteMask: UInt8
    }

    private func shape(_ byteCount: Int) -> Shape {
        let encodedByteCount = (encodedBitCount + 7) / 8
        let start = byteCount - encodedByteCount
        let hashStart = byteCount - 1 - hash.digestByteCount
        return Shape(
            dataBlock: start..<max(hashStart, start),
            hash: hashStart..<(byteCount - 1),
            firstByteMask: 0xff >> UInt8(8 * encodedByteCount - encodedBitCount)
        )
    }

    /// The longest salt; negative if the hash is too long for the key.
    var maximumSaltByteCount: Int {
        (encodedBitCount + 7) / 8 - hash.digestByteCount - 2
    }

    /// EMSA-PSS-ENCODE from step 3, for a salt of at most ``maximumSaltByteCount`` bytes that
    /// `fillSalt` writes to the given range.
    func encode(
        digest: Span<UInt8>,
        saltByteCount: Int,
        into encodedMessage: inout MutableSpan<UInt8>,
        fillSalt: (inout MutableSpan<UInt8>, Range<Int>) -> Void
    ) {
        let byteCount = encodedMessage.count
        let shape = shape(byteCount)
        let salt = (shape.dataBlock.upperBound - saltByteCount)..<shape.dataBlock.upperBound
        // Steps 4, 7, 8: DB = PS || 01 || salt
        for index in 0..<(salt.lowerBound - 1) { encodedMessage[index] = 0 }
        encodedMessage[salt.lowerBound - 1] = 1
        fillSalt(&encodedMessage, salt)
        // Steps 5, 6: H = Hash(M'), M' = (00 × 8) || mHash || salt
        var h = [64 of UInt8](repeating: 0)
        var hSpan = h.mutableSpan
        digestOfMessagePrime(digest, encodedMessage.span.extracting(salt), into: &hSpan)
        for (offset, index) in shape.hash.enumerated() { encodedMessage[index] = h[offset] }
        // Steps 9, 10: maskedDB
        MGF1.mask(&encodedMessage, shape.dataBlock, seed: shape.hash, hash: mgf1Hash)
        // Step 11
        encodedMessage[shape.dataBlock.lowerBound] &= shape.firstByteMask
        // Step 12
        encodedMessage[byteCount - 1] = Self.trailer
    }

    /// EMSA-PSS-VERIFY from step 3: the salt's length if the encoded message is consistent. It is
    /// public and changed.
    func verify(digest: Span<UInt8>, _ encodedMessage: inout MutableSpan<UInt8>) -> Int? {
        let byteCount = encodedMessage.count
        // Step 3
        guard maximumSaltByteCount >= 0 else { return nil }
        let shape = shape(byteCount)
        // Step 4
        guard encodedMessage[byteCount - 1] == Self.trailer else { return nil }
        // Steps 5, 6, and the byte in front if there is one
        let first = shape.dataBlock.lowerBound
        for index in 0..<first where encodedMessage[index] != 0 { return nil }
        guard encodedMessage[first] & ~shape.firstByteMask == 0 else { return nil }
        // Steps 7, 8, 9: DB
        MGF1.mask(&encodedMessage, shape.dataBlock, seed: shape.hash, hash: mgf1Hash)
        encodedMessage[first] &= shape.firstByteMask
        // Steps 10, 11: PS is zeros, then 01, then the salt
        var separator = first
        while separator < shape.dataBlock.upperBound, encodedMessage[separator] == 0 {
            separator += 1
        }
        guard separator < shape.dataBlock.upperBound, encodedMessage[separator] == 1 else {
            return nil
        }
        let salt = (separator + 1)..<shape.dataBlock.upperBound
        // Steps 12, 13, 14: H' = Hash(M')
        var h = [64 of UInt8](repeating: 0)
        var hSpan = h.mutableSpan
        digestOfMessagePrime(digest, encodedMessage.span.extracting(salt), into: &hSpan)
        for (offset, index) in shape.hash.enumerated() where encodedMessage[index] != h[offset] {
            return nil
        }
        return salt.count
    }

    private func digestOfMessagePrime(
        _ digest: Span<UInt8>,
        _ salt: Span<UInt8>,
        into h: inout MutableSpan<UInt8>
    ) {
        var start = [72 of UInt8](repeating: 0)
        for index in 0..<digest.count { start[Self.zeroByteCount + index] = digest[index] }
        let prefixByteCount = Self.zeroByteCount + digest.count
        hash.writeDigest(of: start.span.extracting(0..<prefixByteCount), salt, into: &h)
    }
}
