// SPDX-License-Identifier: Apache-2.0

/// The nonce of one text, or initialization vector (SP 800-38D, 8.2): the 12 bytes that AES-GCM is made
/// for. Of bytes of any other number, ``AESGCMKey/nonce(_:)`` makes one.
///
/// No two texts may ever be sealed with the same key and the same nonce.
public struct AESGCMNonce: Sendable, Hashable {
    /// A nonce's length, 12 bytes.
    public static var byteCount: Int { 12 }

    /// As the kernels take it (handshake_aes_gcm.h): bytes 0 to 7 and 8 to 15 in memory order, the last
    /// four zero unless a key has hashed it.
    @usableFromInline var words: SIMD2<UInt64>

    init(words: SIMD2<UInt64>) { self.words = words }

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
    @inlinable @inline(__always)
    public init(_ bytes: Span<UInt8>) throws(AESGCMError) {
        guard bytes.count == Self.byteCount else { throw .nonceLength }
        words = unsafe bytes.withUnsafeBytes { bytes in
            SIMD2(
                unsafe bytes.loadUnaligned(as: UInt64.self),
                UInt64(unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
            )
        }
    }

    /// The nonce with these 12 bytes.
    public init(_ bytes: [UInt8]) throws(AESGCMError) { try self.init(bytes.span) }

    /// This nonce with bytes 4 to 11 exclusive-ored with `number`, big-endian (RFC 8446,
    /// 5.3).
    @inlinable @inline(__always)
    public func combined(with number: UInt64) -> AESGCMNonce {
        let mask = AESGCMNonce(fixedField: 0, invocationField: number)
        var result = self
        result.words ^= mask.words
        return result
    }
}
