// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

extension RSAPublicKey {
    /// The RSA key of a certificate or a certificate request, as DER.
    ///
    /// Reads no more than lies in front of the key, so that it can be told of what is not read
    /// otherwise. Throws ``KeyFormatError`` if there is no RSA key.
    package convenience init(certificate bytes: [UInt8]) throws(KeyFormatError) {
        try self.init(
            derRepresentation: Self.subjectPublicKeyInfo(bytes, fieldsBefore: 5),
            format: .subjectPublicKeyInfo
        )
    }

    /// The RSA key of a certificate request, as DER. Throws ``KeyFormatError`` if there is none.
    package convenience init(certificateRequest bytes: [UInt8]) throws(KeyFormatError) {
        try self.init(
            derRepresentation: Self.subjectPublicKeyInfo(bytes, fieldsBefore: 2),
            format: .subjectPublicKeyInfo
        )
    }

    /// tbsCertificate's fields are [0] version, serialNumber, signature, issuer, validity, subject,
    /// subjectPublicKeyInfo, … (RFC 5280, 4.1); certificationRequestInfo's are version, subject,
    /// subjectPKInfo, … (RFC 2986, 4.1).
    private static func subjectPublicKeyInfo(
        _ bytes: [UInt8],
        fieldsBefore count: Int
    ) throws(KeyFormatError) -> [UInt8] {
        var outer = try DERField.parse(bytes[...], at: "certificate").sequence()
        var fields = try outer.next("contents").sequence()
        _ = fields.next(tagged: 0, "version")
        for _ in 0..<count { _ = try fields.next("field") }
        return Array(try fields.next("subjectPublicKeyInfo").node.encodedBytes)
    }
}
