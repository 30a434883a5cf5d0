// SPDX-License-Identifier: Apache-2.0

/// EMSA-PKCS1-v1_5 of RFC 8017 section 9.2.
enum PKCS1SignatureEncoding {
    /// The padding string has at least eight bytes, between 00 01 and 00.
    private static var overheadByteCount: Int { 11 }

    /// encodedMessage = 00 01 ff … ff 00 DigestInfo. `digest` has the hash's digest length.
    static func encode(
        digest: Span<UInt8>,
        hash: HashAlgorithm,
        into encodedMessage: inout MutableSpan<UInt8>
    ) throws(RSAError) {
        let prefix = try digestInfoPrefix(hash)
        // Step 3: "intended encoded message length too short"
        let digestInfoByteCount = prefix.count + digest.count
        guard encodedMessage.count >= digestInfoByteCount + overheadByteCount else {
            throw .messageTooLong
        }
        // Steps 4, 5
        let prefixStart = encodedMessage.count - digestInfoByteCount
        let digestStart = encodedMessage.count - digest.count
        encodedMessage[0] = 0
        encodedMessage[1] = 1
        for index in 2..<(prefixStart - 1) { encodedMessage[index] = 0xff }
        encodedMessage[prefixStart - 1] = 0
        for index in 0..<prefix.count { encodedMessage[prefixStart + index] = prefix[index] }
        for index in 0..<digest.count { encodedMessage[digestStart + index] = digest[index] }
    }

    /// The DER of DigestInfo before the digest (section 9.2, note 1): SEQUENCE { SEQUENCE { OBJECT
    /// IDENTIFIER 2.16.840.1.101.3.4.2.x, NULL }, OCTET STRING }.
    private static func digestInfoPrefix(_ hash: HashAlgorithm) throws(RSAError) -> [19 of UInt8] {
        let objectIdentifierEnd: UInt8 =
            switch hash {
            case .sha1: throw .unsupportedHash
            case .sha224: 4
            case .sha256: 1
            case .sha384: 2
            case .sha512: 3
            }
        let digestByteCount = UInt8(hash.digestByteCount)
        return [
            0x30, 17 + digestByteCount, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
            0x04, 0x02, objectIdentifierEnd, 0x05, 0x00, 0x04, digestByteCount,
        ]
    }
}
