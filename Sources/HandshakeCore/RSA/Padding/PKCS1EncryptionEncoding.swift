// SPDX-License-Identifier: Apache-2.0

/// EME-PKCS1-v1_5 of RFC 8017 section 7.2, in a buffer as long as the modulus.
enum PKCS1EncryptionEncoding {
    /// 00 02, at least eight bytes of padding, 00.
    static var overheadByteCount: Int { 11 }
    private static var minimumPaddingByteCount: Int { 8 }

    /// Step 2 of RSAES-PKCS1-V1_5-ENCRYPT, for a message that is not too long.
    static func encode(_ message: Span<UInt8>, into encodedMessage: inout MutableSpan<UInt8>) {
        let messageStart = encodedMessage.count - message.count
        // Step a: random bytes that are not zero
        SystemRandom.fill(&encodedMessage)
        for index in 2..<(messageStart - 1) {
            while encodedMessage[index] == 0 { encodedMessage[index] = randomByte() }
        }
        // Step b
        encodedMessage[0] = 0
        encodedMessage[1] = 2
        encodedMessage[messageStart - 1] = 0
        for index in 0..<message.count { encodedMessage[messageStart + index] = message[index] }
    }

    private static func randomByte() -> UInt8 {
        var byte = [1 of UInt8](repeating: 0)
        var span = byte.mutableSpan
        SystemRandom.fill(&span)
        return byte[0]
    }

    /// Step 3 of RSAES-PKCS1-V1_5-DECRYPT, constant-time: whether the padding is right, and where
    /// the message starts if it is.
    static func messageStart(_ encodedMessage: Span<UInt8>) -> (isRight: Mask, start: UInt64) {
        var isRight = Mask.isZero(UInt64(encodedMessage[0])) & .equal(UInt64(encodedMessage[1]), 2)
        var isInPadding = Mask.isZero(0)
        var separator: UInt64 = 0
        for index in 2..<encodedMessage.count {
            let isSeparator = isInPadding & .isZero(UInt64(encodedMessage[index]))
            separator = isSeparator.select(UInt64(index), else: separator)
            isInPadding = isInPadding & !isSeparator
        }
        isRight = isRight & !isInPadding
        isRight = isRight & !Mask.less(separator, UInt64(2 + minimumPaddingByteCount))
        return (isRight, separator &+ 1)
    }

    /// Whether the padding is right for a message of exactly `byteCount` bytes, constant-time.
    static func hasMessage(ofByteCount byteCount: Int, _ encodedMessage: Span<UInt8>) -> Mask {
        let separator = encodedMessage.count - byteCount - 1
        var isRight = Mask.isZero(UInt64(encodedMessage[0])) & .equal(UInt64(encodedMessage[1]), 2)
        for index in 2..<separator {
            isRight = isRight & !Mask.isZero(UInt64(encodedMessage[index]))
        }
        return isRight & .isZero(UInt64(encodedMessage[separator]))
    }
}
