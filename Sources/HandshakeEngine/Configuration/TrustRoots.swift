private import Foundation
public import X509

/// The certificate authorities that are trusted.
public struct TrustRoots: Sendable {
    /// By their subjects.
    let certificates: [DistinguishedName: [Certificate]]
    /// The authorities' names as DER, which a server sends to clients; none if they do not fit into
    /// a message, which means any.
    let subjectBytes: [[UInt8]]

    public init(_ certificates: [Certificate]) {
        self.certificates = Dictionary(grouping: certificates, by: \.subject)
        let subjects = certificates.compactMap { $0.subject.derBytes() }
        let byteCount = subjects.reduce(0) { $0 + $1.count + 2 }
        subjectBytes = byteCount <= UInt16.max ? subjects : []
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
            let certificates = CertificatePEM.readableCertificates(text)
            if !certificates.isEmpty { return TrustRoots(certificates) }
        }
        throw .noCertificate
    }

    private static let systemPaths = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ]
}
