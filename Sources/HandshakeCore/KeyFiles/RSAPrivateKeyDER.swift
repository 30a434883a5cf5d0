// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// The numbers of a private key as its DER has them, and what the key is for.
///
/// The numbers refer to the bytes that were parsed: no secret is copied.
struct RSAPrivateKeyDER {
    let usage: RSAKeyUsage
    let modulus: ArraySlice<UInt8>
    let publicExponent: ArraySlice<UInt8>
    let privateExponent: ArraySlice<UInt8>
    let prime1: ArraySlice<UInt8>
    let prime2: ArraySlice<UInt8>
    let exponent1: ArraySlice<UInt8>
    let exponent2: ArraySlice<UInt8>
    let coefficient: ArraySlice<UInt8>
}

extension RSAPrivateKeyDER {
    /// Reads the format that the fields' types tell, or `format`.
    init(_ bytes: ArraySlice<UInt8>, format: RSAPrivateKeyFormat?) throws(KeyFormatError) {
        let field = try DERField.parse(bytes, at: "private key")
        switch try Self.format(of: field, insisting: format) {
        case .pkcs1: try self.init(rsaPrivateKey: bytes, usage: .unrestricted)
        case .pkcs8: try self.init(privateKeyInfo: bytes)
        }
    }

    /// RSAPrivateKey, RFC 8017 A.1.2.
    private init(
        rsaPrivateKey bytes: ArraySlice<UInt8>,
        usage: RSAKeyUsage
    ) throws(KeyFormatError) {
        var fields = try DERField.parse(bytes, at: "RSAPrivateKey").sequence()
        let version = try fields.next("version")
        switch try version.smallInteger() {
        case 0: break
        case 1: throw version.error(.multiPrime, "a key of more than two primes")
        default: throw version.error(.unsupportedVersion, "neither version 0 nor version 1")
        }
        self.usage = usage
        modulus = try fields.next("modulus").unsignedInteger()
        publicExponent = try fields.next("publicExponent").unsignedInteger()
        privateExponent = try fields.next("privateExponent").unsignedInteger()
        prime1 = try fields.next("prime1").unsignedInteger()
        prime2 = try fields.next("prime2").unsignedInteger()
        exponent1 = try fields.next("exponent1").unsignedInteger()
        exponent2 = try fields.next("exponent2").unsignedInteger()
        coefficient = try fields.next("coefficient").unsignedInteger()
        try fields.finish()
    }

    /// PrivateKeyInfo (RFC 5208, section 5), OneAsymmetricKey (RFC 5958, section 2).
    private init(privateKeyInfo bytes: ArraySlice<UInt8>) throws(KeyFormatError) {
        var fields = try DERField.parse(bytes, at: "PrivateKeyInfo").sequence()
        let version = try fields.next("version")
        let versionNumber = try version.smallInteger()
        guard (0...1).contains(versionNumber) else {
            throw version.error(.unsupportedVersion, "neither version 0 nor version 1")
        }
        let usage = try RSAKeyUsage(algorithm: try fields.next("privateKeyAlgorithm"))
        let key = try fields.next("privateKey").octetString()
        // Attributes say nothing about the numbers; they are not kept.
        _ = fields.next(tagged: 0, "attributes")
        let publicKey = fields.next(tagged: 1, "publicKey")
        try fields.finish()
        try self.init(rsaPrivateKey: key, usage: usage)

        // Version 1 (v2) is for the one that has a public key, and for no other.
        guard (versionNumber == 1) == (publicKey != nil) else {
            throw version.error(
                .unsupportedVersion,
                "version \(versionNumber) \(publicKey == nil ? "without" : "with") a public key"
            )
        }
        if let publicKey { try checkEqual(publicKey) }
    }

    private func checkEqual(_ field: DERField) throws(KeyFormatError) {
        let publicKey = try RSAPublicKeyDER(
            rsaPublicKey: try field.bitString(identifier: .contextSpecific(1)),
            usage: usage
        )
        guard publicKey.modulus == modulus, publicKey.publicExponent == publicExponent else {
            throw field.error(.mismatchedPublicKey, "not the public key of the private key")
        }
    }

    private static func format(
        of field: DERField,
        insisting format: RSAPrivateKeyFormat?
    ) throws(KeyFormatError) -> RSAPrivateKeyFormat {
        let kinds = try field.kindsOfFields()
        let found: RSAPrivateKeyFormat
        switch kinds {
        case [.integer, .integer], [.sequence, .bitString]:
            throw field.error(.invalidDER, "a public key, not a private key")
        case [.sequence, .octetString]: throw .encrypted(at: "EncryptedPrivateKeyInfo")
        case _ where kinds.starts(with: [.integer, .octetString]):
            throw field.error(.notAnRSAKey, "a key for elliptic curves (ECPrivateKey)")
        case _ where kinds.starts(with: [.integer, .integer]): found = .pkcs1
        case _ where kinds.starts(with: [.integer, .sequence]): found = .pkcs8
        default: throw field.error(.invalidDER, "neither an RSAPrivateKey nor a PrivateKeyInfo")
        }
        guard format == nil || found == format else {
            throw field.error(
                .invalidDER,
                found.otherFormatReason
                    + ": 'openssl pkey -in FILE -out NEW' writes it under the label PRIVATE KEY"
            )
        }
        return found
    }

    /// The numbers in memory of their own.
    func components() -> RSAPrivateKeyComponents {
        RSAPrivateKeyComponents(
            n: Array(modulus),
            e: Array(publicExponent),
            d: SecretBytes(copying: privateExponent.span),
            p: SecretBytes(copying: prime1.span),
            q: SecretBytes(copying: prime2.span),
            dP: SecretBytes(copying: exponent1.span),
            dQ: SecretBytes(copying: exponent2.span),
            qInv: SecretBytes(copying: coefficient.span)
        )
    }
}
