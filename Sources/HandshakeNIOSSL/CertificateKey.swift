internal import HandshakeKeyFormats
internal import HandshakeRSA
private import SwiftASN1

/// The RSA public key of a certificate.
///
/// Reads no more of the certificate than lies in front of the key, so that whatever BoringSSL takes
/// as a certificate is taken here.
enum CertificateKey {
    /// `certificate` is DER. Throws ``AcceleratedRSAError/certificate(_:)`` if it has no RSA key.
    static func read(_ certificate: [UInt8]) throws(AcceleratedRSAError) -> RSAPublicKey {
        do throws(KeyFormatError) {
            let information = (try? subjectPublicKeyInfo(certificate)) ?? []
            return try RSAPublicKey(
                derRepresentation: information,
                format: .subjectPublicKeyInfo
            )
        } catch {
            throw .certificate(error)
        }
    }

    /// RFC 5280 4.1: tbsCertificate's fields are [0] version, serialNumber, signature, issuer,
    /// validity, subject, subjectPublicKeyInfo, …
    private static func subjectPublicKeyInfo(_ certificate: [UInt8]) throws -> [UInt8] {
        try children(of: DER.parse(certificate)) { fields in
            children(of: fields.next()) { fields in
                var field = fields.next()
                let version = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
                if field?.identifier == version { field = fields.next() }
                // From the serial number to the key.
                for _ in 0..<5 { field = fields.next() }
                return Array(field?.encodedBytes ?? [])
            }
        }
    }

    private static func children(
        of node: ASN1Node?,
        _ body: (inout ASN1NodeCollection.Iterator) -> [UInt8]
    ) -> [UInt8] {
        guard let node, case .constructed(let fields) = node.content else { return [] }
        var iterator = fields.makeIterator()
        return body(&iterator)
    }
}
