private import HandshakeCore
private import SwiftASN1
public import X509

/// The certificate authorities that are trusted.
public struct TLSTrustRoots: Sendable {
    /// By their subjects.
    let certificates: [DistinguishedName: [Certificate]]
    /// The authorities' names as DER, which a server sends to clients; none if they do not fit into
    /// a message, which means any.
    let subjectBytes: [[UInt8]]

    /// What the PEM text held that could not be read, and so is not trusted: to be told to whoever
    /// chose the text.
    public private(set) var unreadableCertificates: [TLSUnreadableCertificate]

    public init(_ certificates: [Certificate]) { self.init(certificates, unreadable: []) }

    private init(_ certificates: [Certificate], unreadable: [TLSUnreadableCertificate]) {
        self.certificates = Dictionary(grouping: certificates, by: \.subject)
        let subjects = certificates.compactMap { $0.subject.derBytes() }
        let byteCount = subjects.reduce(0) { $0 + $1.count + 2 }
        subjectBytes = byteCount <= UInt16.max ? subjects : []
        unreadableCertificates = unreadable
    }

    /// The certificates of PEM text; blocks of other kinds, such as keys, are skipped, and so are
    /// certificates that cannot be read: a long list with a bad one in it is still a list.
    /// ``unreadableCertificates`` says which they are. Throws if none can be read.
    public init(pem text: Span<UInt8>) throws(TLSCredentialError) {
        var certificates: [Certificate] = []
        var unreadable: [TLSUnreadableCertificate] = []
        do throws(TLSUnreadableCertificate) {
            for result in try CertificatePEM.read(text) {
                switch result {
                case .success(let certificate): certificates.append(certificate)
                case .failure(let error): unreadable.append(error)
                }
            }
        } catch {
            throw .invalidCertificate(reason: "\(error)")
        }
        guard !certificates.isEmpty else {
            throw unreadable.first.map { .invalidCertificate(reason: "\($0)") } ?? .noCertificate
        }
        self.init(certificates, unreadable: unreadable)
    }

    /// The certificates of PEM text, as the other initializer reads them.
    public init(pem text: String) throws(TLSCredentialError) {
        try self.init(pem: Array(text.utf8).span)
    }

    /// The authorities that the system trusts: the first of the files in which Linux distributions
    /// keep them. Read it once and keep the value.
    public static func system() throws(TLSCredentialError) -> TLSTrustRoots {
        for path in systemPaths {
            guard let file = try? SecretBytes(contentsOfFile: path) else { continue }
            let roots = file.withBytes { try? TLSTrustRoots(pem: $0) }
            guard var roots else { continue }
            for index in roots.unreadableCertificates.indices {
                roots.unreadableCertificates[index].place =
                    "\(path), "
                    + roots.unreadableCertificates[index].place
            }
            return roots
        }
        throw .noCertificate
    }

    private static let systemPaths = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ]
}

/// A certificate of a PEM text that cannot be read: where it is, and why.
public struct TLSUnreadableCertificate: Error, Equatable, Sendable {
    /// The block and its line, such as "block 2 (CERTIFICATE, line 19)", after the file where this
    /// library chose it.
    public internal(set) var place: String
    /// For people.
    public let reason: String
}

extension TLSUnreadableCertificate: CustomStringConvertible {
    public var description: String { "\(place): \(reason)" }
}

extension DistinguishedName {
    /// The name as DER, or `nil` if it cannot be encoded.
    func derBytes() -> [UInt8]? {
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(self)) != nil else { return nil }
        return serializer.serializedBytes
    }
}
