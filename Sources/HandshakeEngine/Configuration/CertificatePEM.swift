// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
private import SwiftASN1
package import X509

/// Reads certificates in PEM text, with the same rules as for keys.
///
/// The text is bytes: comments in a system's list may be in any encoding, and a private key may be
/// among the certificates.
package enum CertificatePEM {
    /// Each certificate of the text, in order, or why it cannot be read; blocks of other kinds are
    /// skipped. Throws if there is no block.
    package static func read(
        _ text: Span<UInt8>
    ) throws(TLSUnreadableCertificate) -> [Result<Certificate, TLSUnreadableCertificate>] {
        let blocks: [PEMBlock]
        do throws(KeyFormatError) {
            blocks = try PEMBlock.all(in: text)
        } catch {
            throw TLSUnreadableCertificate(error)
        }
        var certificates: [Result<Certificate, TLSUnreadableCertificate>] = []
        for block in blocks where block.mayHoldCertificates {
            do throws(TLSUnreadableCertificate) {
                certificates.append(.success(try certificate(block, in: text)))
            } catch {
                certificates.append(.failure(error))
            }
        }
        return certificates
    }

    /// All certificates of the text, in order; at least one.
    package static func certificates(
        _ text: Span<UInt8>
    ) throws(TLSCredentialError) -> [Certificate] {
        var certificates: [Certificate] = []
        do throws(TLSUnreadableCertificate) {
            for certificate in try read(text) { certificates.append(try certificate.get()) }
        } catch {
            throw .invalidCertificate(reason: "\(error)")
        }
        guard !certificates.isEmpty else { throw .noCertificate }
        return certificates
    }

    /// The certificate of a block.
    package static func certificate(
        _ block: PEMBlock,
        in text: Span<UInt8>
    ) throws(TLSUnreadableCertificate) -> Certificate {
        let bytes: [UInt8]
        do throws(KeyFormatError) {
            bytes = try block.decode(from: text)
        } catch {
            throw TLSUnreadableCertificate(error)
        }
        guard block.label.content == .certificate else {
            throw TLSUnreadableCertificate(
                place: block.place,
                reason: "certificates in a form that is not supported: 'openssl pkcs7 -print_certs "
                    + "-in FILE' extracts them from a PKCS7 block"
            )
        }
        do {
            return try Certificate(derEncoded: bytes)
        } catch {
            let hint =
                block.label == .trustedCertificate
                ? ": trust settings are not supported; 'openssl x509 -in FILE -out NEW' removes them"
                : ""
            throw TLSUnreadableCertificate(
                place: block.place,
                reason: CertificateErrorText.of(error) {
                    try RSAPublicKey(certificate: bytes)
                } + hint
            )
        }
    }
}

extension TLSUnreadableCertificate {
    fileprivate init(_ error: KeyFormatError) {
        self.init(place: error.place, reason: error.reason)
    }
}
