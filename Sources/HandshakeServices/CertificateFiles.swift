// SPDX-License-Identifier: Apache-2.0

public import HandshakeNIOSSL

/// The two files of a certificate and its key.
public struct CertificateFiles: Sendable {
    /// The path of the certificate chain, in PEM: the server's own certificate, then those that issued
    /// it, one after the other. At most 16 MiB.
    public var certificateChain: String
    /// The path of the private key, in PEM, not encrypted: RSA, which is accelerated, or ECDSA or
    /// Ed25519, which NIOSSL does itself.
    public var privateKey: String
    /// Hears of each operation of these files' RSA keys, one after the other.
    public var observer: (any AcceleratedRSAObserver)?

    /// The paths of a chain and its key.
    public init(
        certificateChain: String,
        privateKey: String,
        observer: (any AcceleratedRSAObserver)? = nil
    ) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.observer = observer
    }
}
