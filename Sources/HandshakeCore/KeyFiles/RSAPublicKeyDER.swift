// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// The numbers of a public key as its DER has them, and what the key is for.
///
/// The numbers refer to the bytes that were parsed.
struct RSAPublicKeyDER {
    var usage: RSAKeyUsage
    var modulus: ArraySlice<UInt8>
    var publicExponent: ArraySlice<UInt8>
}

extension RSAPublicKeyDER {
    /// Reads the format that the fields' types tell, or `format`.
    init(_ bytes: ArraySlice<UInt8>, format: RSAPublicKeyFormat?) throws(KeyFormatError) {
        let field = try DERField.parse(bytes, at: "public key")
        switch try Self.format(of: field, insisting: format) {
        case .pkcs1: try self.init(rsaPublicKey: bytes, usage: .unrestricted)
        case .subjectPublicKeyInfo: try self.init(subjectPublicKeyInfo: bytes)
        }
    }

    /// RSAPublicKey, RFC 8017 A.1.1.
    init(
        rsaPublicKey bytes: ArraySlice<UInt8>,
        usage: RSAKeyUsage
    ) throws(KeyFormatError) {
        var fields = try DERField.parse(bytes, at: "RSAPublicKey").sequence()
        self.usage = usage
        modulus = try fields.next("modulus").unsignedInteger()
        publicExponent = try fields.next("publicExponent").unsignedInteger()
        try fields.finish()
    }

    /// SubjectPublicKeyInfo, RFC 5280 4.1.
    private init(subjectPublicKeyInfo bytes: ArraySlice<UInt8>) throws(KeyFormatError) {
        var fields = try DERField.parse(bytes, at: "SubjectPublicKeyInfo").sequence()
        let usage = try RSAKeyUsage(algorithm: try fields.next("algorithm"))
        let key = try fields.next("subjectPublicKey").bitString()
        try fields.finish()
        try self.init(rsaPublicKey: key, usage: usage)
    }

    private static func format(
        of field: DERField,
        insisting format: RSAPublicKeyFormat?
    ) throws(KeyFormatError) -> RSAPublicKeyFormat {
        let found: RSAPublicKeyFormat
        switch try field.kindsOfFields() {
        case [.integer, .integer]: found = .pkcs1
        case [.sequence, .bitString]: found = .subjectPublicKeyInfo
        case let kinds where kinds.starts(with: [.integer]):
            throw field.error(.invalidDER, "not a public key; it may be a private key")
        default:
            throw field.error(.invalidDER, "neither an RSAPublicKey nor a SubjectPublicKeyInfo")
        }
        guard format == nil || found == format else {
            throw field.error(.invalidDER, found.otherFormatReason)
        }
        return found
    }

    /// The key in `format`.
    func serialized(_ format: RSAPublicKeyFormat) throws(KeyFormatError) -> [UInt8] {
        switch (format, usage) {
        case (.pkcs1, .unrestricted): return rsaPublicKey()
        case (.pkcs1, .pss): throw .restrictionNotRepresentable(in: "RSAPublicKey")
        case (.subjectPublicKeyInfo, _):
            return derBytes { serializer in
                try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                    try usage.serializeAlgorithm(into: &serializer)
                    try serializer.serialize(ASN1BitString(bytes: rsaPublicKey()[...]))
                }
            }
        }
    }

    private func rsaPublicKey() -> [UInt8] {
        derBytes { serializer in
            try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                try serializer.serialize(modulus)
                try serializer.serialize(publicExponent)
            }
        }
    }
}
