/// A nonce of 12 bytes, the length that AES-GCM is made for (SP 800-38D, 8.2).
///
/// No two texts may ever be sealed with the same key and the same nonce.
public struct AESGCMNonce: Sendable, Hashable {
    /// A nonce's length, 12 bytes.
    public static var byteCount: Int { 12 }

    /// Bytes 0 to 7 and 8 to 15 in memory order; the last four are zero. One register: a load of any
    /// part of what it is stored to follows without delay.
    @usableFromInline var words: SIMD2<UInt64>

    /// The deterministic construction (SP 800-38D, 8.2.1): the fixed field's four bytes, then the
    /// invocation field's eight, each big-endian.
    @inlinable @inline(__always)
    public init(fixedField: UInt32, invocationField: UInt64) {
        let invocation = invocationField.bigEndian.littleEndian
        words = SIMD2(
            UInt64(fixedField.bigEndian.littleEndian) | invocation << 32,
            invocation >> 32
        )
    }

    /// The nonce with these 12 bytes.
    public init(_ bytes: Span<UInt8>) throws(AESGCMError) {
        guard bytes.count == Self.byteCount else { throw .nonceLength }
        var fixedField: UInt32 = 0
        var invocationField: UInt64 = 0
        for index in 0..<4 { fixedField = fixedField << 8 | UInt32(bytes[index]) }
        for index in 4..<12 { invocationField = invocationField << 8 | UInt64(bytes[index]) }
        self.init(fixedField: fixedField, invocationField: invocationField)
    }

    /// This nonce with its last eight bytes exclusive-ored with `number`, big-endian (RFC 8446,
    /// 5.3).
    @inlinable @inline(__always)
    public func combined(with number: UInt64) -> AESGCMNonce {
        let mask = AESGCMNonce(fixedField: 0, invocationField: number)
        var result = self
        result.words ^= mask.words
        return result
    }
}
