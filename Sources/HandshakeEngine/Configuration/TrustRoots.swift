public import X509

private import Foundation

/// The certificate authorities that are trusted.
public struct TrustRoots: Sendable {
    package let store: CertificateStore
    /// The authorities' names, which a server sends to clients.
    package let subjects: [DistinguishedName]

    public init(_ certificates: [Certificate]) {
        store = CertificateStore(certificates)
        subjects = certificates.map(\.subject)
    }

    /// The certificates of PEM text; at least one.
    public init(pem: String) throws(CredentialError) {
        let certificates = try CertificatePEM.certificates(pem)
        guard !certificates.isEmpty else { throw .noCertificate }
        self.init(certificates)
    }

    /// The authorities that the system trusts: the first of the files in which Linux distributions
    /// keep them. Read it once and keep the value.
    public static func system() throws(CredentialError) -> TrustRoots {
        for path in systemPaths {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
            return try TrustRoots(pem: text)
        }
        throw .noCertificate
    }

    private static let systemPaths = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ]
}
