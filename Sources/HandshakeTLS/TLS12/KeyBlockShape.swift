// SPDX-License-Identifier: Apache-2.0

extension TLS12 {
    /// How a cipher suite cuts its key block (RFC 5246, section 6.3): what lies where, in the
    /// standard's order.
    public struct KeyBlockShape: Sendable, Hashable {
        /// The length of each MAC key in bytes; 0 for AEAD.
        public let macKeyByteCount: Int
        /// The length of each encryption key in bytes.
        public let encryptionKeyByteCount: Int
        /// The length of each fixed (implicit) IV in bytes.
        public let fixedIVByteCount: Int

        /// Each length is a uint8 (RFC 5246, section 6.1, SecurityParameters); throws
        /// ``KeyDerivationError/keyBlockPartLength`` for any other.
        public init(
            macKeyByteCount: Int,
            encryptionKeyByteCount: Int,
            fixedIVByteCount: Int
        ) throws(KeyDerivationError) {
            let byteCounts: [3 of Int] = [
                macKeyByteCount, encryptionKeyByteCount, fixedIVByteCount,
            ]
            for index in byteCounts.indices where UInt8(exactly: byteCounts[index]) == nil {
                throw .keyBlockPartLength
            }
            self.macKeyByteCount = macKeyByteCount
            self.encryptionKeyByteCount = encryptionKeyByteCount
            self.fixedIVByteCount = fixedIVByteCount
        }

        /// AES-GCM (RFC 5288, section 3): no MAC keys, a 4-byte salt for each direction.
        private init(aesGCMKeyByteCount: Int) {
            macKeyByteCount = 0
            encryptionKeyByteCount = aesGCMKeyByteCount
            fixedIVByteCount = 4
        }

        /// AES-128-GCM.
        public static let aes128GCM = KeyBlockShape(aesGCMKeyByteCount: 16)

        /// AES-256-GCM.
        public static let aes256GCM = KeyBlockShape(aesGCMKeyByteCount: 32)

        /// The length of the whole key block in bytes.
        public var byteCount: Int { serverWriteIV.upperBound }

        /// Where client_write_MAC_key lies.
        public var clientWriteMACKey: Range<Int> { 0..<macKeyByteCount }
        /// Where server_write_MAC_key lies.
        public var serverWriteMACKey: Range<Int> {
            Self.range(after: clientWriteMACKey, macKeyByteCount)
        }
        /// Where client_write_key lies.
        public var clientWriteKey: Range<Int> {
            Self.range(after: serverWriteMACKey, encryptionKeyByteCount)
        }
        /// Where server_write_key lies.
        public var serverWriteKey: Range<Int> {
            Self.range(after: clientWriteKey, encryptionKeyByteCount)
        }
        /// Where client_write_IV lies.
        public var clientWriteIV: Range<Int> { Self.range(after: serverWriteKey, fixedIVByteCount) }
        /// Where server_write_IV lies.
        public var serverWriteIV: Range<Int> { Self.range(after: clientWriteIV, fixedIVByteCount) }

        private static func range(after previous: Range<Int>, _ byteCount: Int) -> Range<Int> {
            previous.upperBound..<previous.upperBound + byteCount
        }
    }
}
