// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import NIOSSL

/// The RSA public key of a certificate.
///
/// Reads no more of the certificate than lies in front of the key, so that whatever BoringSSL takes
/// as a certificate is taken here.
enum CertificateKey {
    /// Throws ``AcceleratedRSAError/certificate(_:)`` if it has no RSA key.
    static func read(_ certificate: NIOSSLCertificate) throws(AcceleratedRSAError) -> RSAPublicKey {
        do throws(KeyFormatError) {
            return try RSAPublicKey(certificate: (try? certificate.toDERBytes()) ?? [])
        } catch {
            throw .certificate(error)
        }
    }
}
