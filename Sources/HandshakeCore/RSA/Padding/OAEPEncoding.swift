// SPDX-License-Identifier: Apache-2.0

/// EME-OAEP of RFC 8017 section 7.1, in a buffer as long as the modulus.
struct OAEPEncoding: Sendable, Hashable {
    let hash: HashAlgorithm
    let mgf1Hash: HashAlgorithm

    private static var firstBytes: Int { 1 }
    private var seed: Range<Int> { Self.firstBytes..<(Self.firstBytes + hash.digestByteCount) }
    private func dataBlock(_ byteCount: Int) -> Range<Int> { seed.upperBound..<byteCount }

    /// The longest message; negative if the hash is too long for the key.
    func maximumMessageByteCount(modulusByteCount: Int) -> Int {
        modulusByteCount - 2 * hash.digestByteCount - 2
    }

    /// Step 2 of RSAES-OAEP-ENCRYPT, for a message that is not too long.
    func encode(
        _ message: Span<UInt8>,
        label: Span<UInt8>,
        into encodedMessage: inout MutableSpan<UInt8>
    ) {
        let byteCount = encodedMessage.count
        let dataBlock = dataBlock(byteCount)
        // Steps a, b, c: DB = lHash || PS || 01 || M
        writeLabelHash(label, &encodedMessage, at: dataBlock.lowerBound)
        let messageStart = byteCount - message.count
        for index in (dataBlock.lowerBound + hash.digestByteCount)..<(messageStart - 1) {
            encodedMessage[index] = 0
        }
        encodedMessage[messageStart - 1] = 1
        for index in 0..<message.count { encodedMessage[messageStart + index] = message[index] }
        // Step d: a random seed
        encodedMessage[0] = 0
        var random = [64 of UInt8](repeating: 0)
        var randomSpan = random.mutableSpan
        SystemRandom.fill(&randomSpan)
        for (offset, index) in seed.enumerated() { encodedMessage[index] = random[offset] }
        // Steps e, f: maskedDB
        MGF1.mask(&encodedMessage, dataBlock, seed: seed, hash: mgf1Hash)
        // Steps g, h, i: EM = 00 || maskedSeed || maskedDB
        MGF1.mask(&encodedMessage, seed, seed: dataBlock, hash: mgf1Hash)
    }

    /// Step 3 of RSAES-OAEP-DECRYPT: where the message starts, or `nil` for whatever is wrong with
    /// the encoded message, which is unmasked in place. Constant-time up to that answer.
    func decode(_ encodedMessage: inout MutableSpan<UInt8>, label: Span<UInt8>) -> Int? {
        let byteCount = encodedMessage.count
        let dataBlock = dataBlock(byteCount)
        // Steps c to f
        MGF1.mask(&encodedMessage, seed, seed: dataBlock, hash: mgf1Hash)
        MGF1.mask(&encodedMessage, dataBlock, seed: seed, hash: mgf1Hash)
        // Step g: Y is zero, lHash' is lHash, and PS is zeros up to a 01
        var labelHash = [64 of UInt8](repeating: 0)
        var labelHashSpan = labelHash.mutableSpan
        hash.writeDigest(of: label, into: &labelHashSpan)
        var difference = encodedMessage[0]
        for index in 0..<hash.digestByteCount {
            difference |= encodedMessage[dataBlock.lowerBound + index] ^ labelHash[index]
        }
        var isRight = Mask.isZero(UInt64(difference))
        var isInPadding = Mask.isZero(0)
        var start: UInt64 = 0
        for index in (dataBlock.lowerBound + hash.digestByteCount)..<byteCount {
            let byte = UInt64(encodedMessage[index])
            let isSeparator = isInPadding & .equal(byte, 1)
            start = isSeparator.select(UInt64(index + 1), else: start)
            // Anything but 00 before the separator is wrong.
            isRight = isRight & (!isInPadding | .isZero(byte) | isSeparator)
            isInPadding = isInPadding & !isSeparator & .isZero(byte)
        }
        isRight = isRight & !isInPadding
        let isAccepted = declassify(
            isRight.bits != 0,
            because: "whether a ciphertext is valid is the one public answer"
        )
        guard isAccepted else { return nil }
        return Int(declassify(start, because: "a valid message's length is the result"))
    }

    private func writeLabelHash(
        _ label: Span<UInt8>,
        _ bytes: inout MutableSpan<UInt8>,
        at start: Int
    ) {
        var digest = [64 of UInt8](repeating: 0)
        var digestSpan = digest.mutableSpan
        hash.writeDigest(of: label, into: &digestSpan)
        for index in 0..<hash.digestByteCount { bytes[start + index] = digest[index] }
    }
}
