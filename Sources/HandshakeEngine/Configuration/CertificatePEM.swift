private import SwiftASN1
package import X509

/// Certificates in PEM text.
package enum CertificatePEM {
    /// The certificates of the text that can be read: a system's list may hold some that cannot.
    static func readableCertificates(_ text: String) -> [Certificate] {
        let documents = (try? PEMDocument.parseMultiple(pemString: text)) ?? []
        return documents.compactMap { try? Certificate(pemDocument: $0) }
    }

    /// All certificates of the text, in its order; other blocks are skipped.
    package static func certificates(_ text: String) throws(CredentialError) -> [Certificate] {
        do {
            return try PEMDocument.parseMultiple(pemString: text)
                .filter { $0.discriminator == Certificate.defaultPEMDiscriminator }
                .map { try Certificate(pemDocument: $0) }
        } catch {
            throw .invalidCertificate(reason: "\(error)")
        }
    }
}
