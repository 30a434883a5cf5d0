// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

extension RSAPrivateKey {
    /// Reads a key from DER: RSAPrivateKey (PKCS #1, RFC 8017 A.1.2) or PrivateKeyInfo and
    /// OneAsymmetricKey (PKCS #8, RFC 5208 and 5958).
    ///
    /// The two are told apart by their fields, unless `format` insists on one. In PKCS #8 the
    /// algorithm is rsaEncryption with NULL parameters or none, or id-RSASSA-PSS (RFC 4055), whose
    /// parameters the key enforces; attributes are skipped; a public key must be the key's own.
    /// Everything that is not DER to the letter is refused, and so are bytes left over, keys of
    /// more than two primes, encrypted keys and keys of other algorithms.
    ///
    /// The bytes stay the caller's to wipe. No secret is copied from them but into the key.
    public convenience init(
        derRepresentation bytes: [UInt8],
        format: RSAPrivateKeyFormat? = nil,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        try self.init(try RSAPrivateKeyDER(bytes[...], format: format), kernel: kernel)
    }

    /// Reads a key from DER, as ``init(derRepresentation:format:kernel:)-([UInt8],_,_)`` does. The
    /// copy that the parser needs is wiped.
    public convenience init(
        derRepresentation bytes: Span<UInt8>,
        format: RSAPrivateKeyFormat? = nil,
        kernel: RSAKernel? = nil
    ) throws(KeyFormatError) {
        var copy = bytes.array()
        defer { copy.wipe() }
        try self.init(derRepresentation: copy, format: format, kernel: kernel)
    }

    /// The key as DER, wiped when it goes.
    ///
    /// Throws ``KeyFormatError`` where the key is restricted to PSS, which PKCS #1 cannot say.
    public func derRepresentation(
        _ format: RSAPrivateKeyFormat = .pkcs8
    ) throws(KeyFormatError) -> SecretBytes {
        defer { wipeRegistersAndStack() }
        return try derSecret(format)
    }

    @inline(never)
    private func derSecret(_ format: RSAPrivateKeyFormat) throws(KeyFormatError) -> SecretBytes {
        var bytes = try derArray(format)
        defer { bytes.wipe() }
        return SecretBytes(copying: bytes.span)
    }

    /// The key as DER, which the caller wipes.
    func derArray(_ format: RSAPrivateKeyFormat) throws(KeyFormatError) -> [UInt8] {
        let usage = usage
        switch (format, usage) {
        case (.pkcs1, .unrestricted): return rsaPrivateKey()
        case (.pkcs1, .pss): throw .restrictionNotRepresentable(in: "RSAPrivateKey")
        case (.pkcs8, _):
            var key = rsaPrivateKey()
            defer { key.wipe() }
            return derBytes { serializer in
                try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                    serializer.serialize(version: 0, reservingCapacity: key.count + headerByteCount)
                    try usage.serializeAlgorithm(into: &serializer)
                    try serializer.serialize(ASN1OctetString(contentBytes: key[...]))
                }
            }
        }
    }

    /// RSAPrivateKey, RFC 8017 A.1.2.
    private func rsaPrivateKey() -> [UInt8] {
        let components = components()
        // n and d have the modulus' length, the five CRT parts half of it each, where the primes
        // are equally long; at most all of it.
        let byteCount = 7 * publicKey.modulusByteCount + headerByteCount
        return derBytes { serializer in
            try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                serializer.serialize(version: 0, reservingCapacity: byteCount)
                try serializer.serialize(components.n[...])
                try serializer.serialize(components.e[...])
                try serializer.serialize(secret: components.d)
                try serializer.serialize(secret: components.p)
                try serializer.serialize(secret: components.q)
                try serializer.serialize(secret: components.dP)
                try serializer.serialize(secret: components.dQ)
                try serializer.serialize(secret: components.qInv)
            }
        }
    }

    private convenience init(
        _ key: RSAPrivateKeyDER,
        kernel: RSAKernel?
    ) throws(KeyFormatError) {
        do {
            try self.init(key.components(), usage: key.usage, kernel: kernel)
        } catch {
            throw KeyFormatError(invalidKey: error, at: "RSAPrivateKey")
        }
    }
}

/// More than all that is not a long number takes: tags, lengths, the algorithm, the exponent.
private let headerByteCount = 256
