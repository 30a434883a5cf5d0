// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore
private import SwiftASN1
public import X509

/// The certificate authorities that are trusted.
public struct TLSTrustRoots: Sendable {
    /// By their subjects.
    let certificates: [DistinguishedName: [Certificate]]
    /// The authorities' names in DER, which a server sends to clients. Empty, which means any
    /// authority, if they do not fit into a message.
    let subjectBytes: [[UInt8]]
    /// A SHA-256 digest of the certificates in their order: who trusts the same authorities has the
    /// same.
    let digest: [UInt8]

    /// The certificates of the PEM text that could not be read, and so are not trusted: show them
    /// to whoever chose the text.
    public private(set) var unreadableCertificates: [TLSUnreadableCertificate]

    /// These certificates; with none of them, no chain is trusted.
    public init(_ certificates: [Certificate]) { self.init(certificates, unreadable: []) }

    private init(_ certificates: [Certificate], unreadable: [TLSUnreadableCertificate]) {
        self.certificates = Dictionary(grouping: certificates, by: \.subject)
        let subjects = certificates.compactMap { $0.subject.derBytes() }
        let byteCount = subjects.reduce(0) { $0 + $1.count + 2 }
        subjectBytes = byteCount <= UInt16.max ? subjects : []
        digest = HashAlgorithm.sha256.digest(
            certificates.flatMap { HashAlgorithm.sha256.digest([UInt8]($0.tbsCertificateBytes)) }
        )
        unreadableCertificates = unreadable
    }

    /// The certificates of PEM text. Blocks of other kinds, such as keys, are skipped, and so are
    /// certificates that cannot be read, because a long list with a bad one in it is still useful:
    /// ``unreadableCertificates`` has them.
    ///
    /// Throws ``TLSCredentialError/noCertificate`` and
    /// ``TLSCredentialError/invalidCertificate(reason:)`` if none can be read.
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

    /// The certificates of PEM text in a string, with the rules and errors of the other
    /// initializer.
    public init(pem text: String) throws(TLSCredentialError) {
        try self.init(pem: Array(text.utf8).span)
    }

    /// The authorities that the system trusts, from the first file found of those in which Linux
    /// distributions keep them. Read them once and keep the value. Throws
    /// ``TLSCredentialError/noCertificate`` if there is no such file.
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

/// A certificate of a PEM text that cannot be read.
public struct TLSUnreadableCertificate: Error, Equatable, Sendable {
    /// The block and its line, such as "block 2 (CERTIFICATE, line 19)", preceded by the file if
    /// this library chose it.
    public internal(set) var place: String
    /// Why it cannot be read, as text for people.
    public let reason: String
}

extension TLSUnreadableCertificate: CustomStringConvertible {
    /// The place and the reason.
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
