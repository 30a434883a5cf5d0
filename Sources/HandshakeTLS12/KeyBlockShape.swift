/// How a cipher suite cuts its key block (RFC 5246, section 6.3): what lies where, in the standard's
/// order.
public struct KeyBlockShape: Sendable, Hashable {
    /// The length of each MAC key in bytes; 0 for AEAD.
    public let macKeyByteCount: Int
    /// The length of each encryption key in bytes.
    public let encryptionKeyByteCount: Int
    /// The length of each fixed (implicit) IV in bytes.
    public let fixedIVByteCount: Int

    /// Lengths must not be negative.
    public init(macKeyByteCount: Int, encryptionKeyByteCount: Int, fixedIVByteCount: Int) {
        self.macKeyByteCount = macKeyByteCount
        self.encryptionKeyByteCount = encryptionKeyByteCount
        self.fixedIVByteCount = fixedIVByteCount
    }

    /// AES-128-GCM (RFC 5288, section 3): a 4-byte salt for each direction.
    public static let aes128GCM = KeyBlockShape(
        macKeyByteCount: 0,
        encryptionKeyByteCount: 16,
        fixedIVByteCount: 4
    )

    /// AES-256-GCM (RFC 5288, section 3): a 4-byte salt for each direction.
    public static let aes256GCM = KeyBlockShape(
        macKeyByteCount: 0,
        encryptionKeyByteCount: 32,
        fixedIVByteCount: 4
    )

    /// The length of the whole key block in bytes.
    public var byteCount: Int { serverWriteIV.upperBound }

    public var clientWriteMACKey: Range<Int> { 0..<macKeyByteCount }
    public var serverWriteMACKey: Range<Int> {
        Self.range(after: clientWriteMACKey, macKeyByteCount)
    }
    public var clientWriteKey: Range<Int> {
        Self.range(after: serverWriteMACKey, encryptionKeyByteCount)
    }
    public var serverWriteKey: Range<Int> {
        Self.range(after: clientWriteKey, encryptionKeyByteCount)
    }
    public var clientWriteIV: Range<Int> { Self.range(after: serverWriteKey, fixedIVByteCount) }
    public var serverWriteIV: Range<Int> { Self.range(after: clientWriteIV, fixedIVByteCount) }

    private static func range(after previous: Range<Int>, _ byteCount: Int) -> Range<Int> {
        previous.upperBound..<previous.upperBound + byteCount
    }
}
