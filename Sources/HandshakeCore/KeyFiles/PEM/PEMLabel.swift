// SPDX-License-Identifier: Apache-2.0

/// What a PEM block says that it holds.
///
/// Only names from the list below are ever shown. Where lines have run together, what stands in a
/// label's place may be a piece of a key.
package struct PEMLabel: Equatable, Sendable {
    /// The raw values are for people.
    package enum Content: String, Sendable {
        case privateKey = "private key"
        case publicKey = "public key"
        case certificate
        case certificateRequest = "certificate request"
        /// Certificates in a form that is not read.
        case certificatesInAnotherForm
        case other
    }

    package let content: Content

    /// The label, if it is a known one.
    package let name: String?

    fileprivate init(_ name: String?, _ content: Content) {
        self.name = name
        self.content = content
    }

    init(_ bytes: Span<UInt8>) {
        if let known = Self.known.first(where: { $0.isSpelt(bytes) }) {
            self = known
        } else if bytes.ends(with: "PRIVATE KEY") {
            self.init(nil, .privateKey)
        } else if bytes.ends(with: "PUBLIC KEY") {
            self.init(nil, .publicKey)
        } else if bytes.ends(with: "CERTIFICATE") {
            self.init(nil, .certificatesInAnotherForm)
        } else {
            self = .unknown
        }
    }

    private func isSpelt(_ bytes: Span<UInt8>) -> Bool {
        guard let name else { return false }
        return bytes.count == name.utf8.count && bytes.ends(with: name)
    }
}

extension PEMLabel {
    static let pkcs1PrivateKey = PEMLabel("RSA PRIVATE KEY", .privateKey)
    static let pkcs8PrivateKey = PEMLabel("PRIVATE KEY", .privateKey)
    static let encryptedPrivateKey = PEMLabel("ENCRYPTED PRIVATE KEY", .privateKey)
    static let openSSHPrivateKey = PEMLabel("OPENSSH PRIVATE KEY", .privateKey)
    static let pkcs1PublicKey = PEMLabel("RSA PUBLIC KEY", .publicKey)
    static let subjectPublicKeyInfo = PEMLabel("PUBLIC KEY", .publicKey)
    /// OpenSSL's own, in which trust settings may follow the certificate.
    package static let trustedCertificate = PEMLabel("TRUSTED CERTIFICATE", .certificate)
    static let unknown = PEMLabel(nil, .other)

    private static let known = [
        pkcs1PrivateKey, pkcs8PrivateKey, encryptedPrivateKey, openSSHPrivateKey,
        PEMLabel("EC PRIVATE KEY", .privateKey),
        PEMLabel("DSA PRIVATE KEY", .privateKey),
        pkcs1PublicKey, subjectPublicKeyInfo,
        PEMLabel("DSA PUBLIC KEY", .publicKey),
        PEMLabel("CERTIFICATE", .certificate),
        // The older labels of RFC 7468, sections 5.1 and 7
        PEMLabel("X509 CERTIFICATE", .certificate),
        PEMLabel("NEW CERTIFICATE REQUEST", .certificateRequest),
        trustedCertificate,
        PEMLabel("CERTIFICATE REQUEST", .certificateRequest),
        PEMLabel("PKCS7", .certificatesInAnotherForm),
        PEMLabel("CMS", .certificatesInAnotherForm),
        PEMLabel("ATTRIBUTE CERTIFICATE", .other),
        PEMLabel("X509 CRL", .other),
        PEMLabel("DH PARAMETERS", .other),
        PEMLabel("DSA PARAMETERS", .other),
        PEMLabel("EC PARAMETERS", .other),
    ]
}

extension Span<UInt8> {
    func ends(with text: String) -> Bool { holds(text, at: count - text.utf8.count) }

    /// Whether `text` stands at `index`.
    func holds(_ text: String, at index: Int) -> Bool {
        guard index >= 0, text.utf8.count <= count - index else { return false }
        var index = index
        for byte in text.utf8 {
            guard self[index] == byte else { return false }
            index += 1
        }
        return true
    }
}
