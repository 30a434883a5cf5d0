// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
public import NIOSSL

/// For servers that are told their key's kind by a file.
///
/// ```swift
/// let configuration = TLSConfiguration.makeServerConfiguration(
///     certificateChain: chain.map { .certificate($0) },
///     privateKey: .privateKey(try .accelerated(file: "key.pem", format: .pem, certificate: chain[0])))
/// ```
extension NIOSSLPrivateKey {
    /// The key in a file, which is not encrypted: an ``AcceleratedRSAPrivateKey`` where `certificate`,
    /// which the server shows, has an RSA key; NIOSSL's own where it has another one.
    ///
    /// Throws ``AcceleratedRSAError``, or NIOSSL's errors for a key that is not RSA.
    public static func accelerated(
        file path: String,
        format: NIOSSLSerializationFormats,
        certificate: NIOSSLCertificate,
        configuration: AcceleratedRSAPrivateKey.Configuration = .init()
    ) throws -> NIOSSLPrivateKey {
        guard try hasRSAKey(certificate) else {
            return try NIOSSLPrivateKey(file: path, format: format)
        }
        return try AcceleratedRSAPrivateKey(
            file: path,
            format: format,
            certificate: certificate,
            configuration: configuration
        ).nioSSLPrivateKey
    }

    /// The same for a file that may be encrypted. NIOSSL reads it and asks `passphraseCallback`, and hands
    /// an RSA key over in an array, which cannot be wiped.
    public static func accelerated<Passphrase: Collection>(
        file path: String,
        format: NIOSSLSerializationFormats,
        certificate: NIOSSLCertificate,
        configuration: AcceleratedRSAPrivateKey.Configuration = .init(),
        passphraseCallback: @escaping NIOSSLPassphraseCallback<Passphrase>
    ) throws -> NIOSSLPrivateKey where Passphrase.Element == UInt8 {
        let key = try NIOSSLPrivateKey(
            file: path,
            format: format,
            passphraseCallback: passphraseCallback
        )
        guard try hasRSAKey(certificate) else { return key }
        return try AcceleratedRSAPrivateKey(
            bytes: key.derBytes,
            format: .der,
            certificate: certificate,
            configuration: configuration
        ).nioSSLPrivateKey
    }

    private static func hasRSAKey(
        _ certificate: NIOSSLCertificate
    ) throws(AcceleratedRSAError) -> Bool {
        do throws(AcceleratedRSAError) {
            _ = try CertificateKey.read(certificate)
            return true
        } catch {
            if case .certificate(let reason) = error, reason.code == .notAnRSAKey { return false }
            throw error
        }
    }
}
