internal import HandshakeCore
private import SwiftASN1
internal import X509

/// A peer's certificates, parsed once.
struct PeerCertificates: Sendable {
    /// Leaf first.
    let certificates: [Certificate]
    /// As they were sent.
    let bytes: [[UInt8]]
    /// The leaf's key.
    let publicKey: RSAPublicKey

    static let minimumModulusBitCount = 2048

    /// What a Certificate message holds; `nil` if that is nothing.
    init?(_ message: HandshakeMessage, _ context: borrowing ConnectionContext)
        throws(ConnectionError)
    {
        let limit = context.limits.certificateCount
        let list = try decoding("Certificate") { () throws(WireError) in
            try CertificateMessage(parsing: message.body, maximumCertificateCount: limit)
        }
        guard !list.certificates.isEmpty else { return nil }
        try self.init(list.certificates, context.observer)
    }

    /// Certificates as DER, at least one.
    init(_ bytes: [[UInt8]], _ observer: Observer) throws(ConnectionError) {
        self.bytes = bytes
        certificates = try observer.measure(.certificateParsing) { () throws(ConnectionError) in
            try Self.parse(bytes)
        }
        guard let leaf = certificates.first, let key = RSAPublicKey(leaf) else {
            throw .peerMisbehaved(
                .unsupportedCertificate,
                reason: "the certificate's key is not RSA, or not of a supported size"
            )
        }
        guard key.modulusBitCount >= Self.minimumModulusBitCount else {
            throw .peerMisbehaved(
                .insufficientSecurity,
                reason: "the certificate's RSA key has \(key.modulusBitCount) bits, fewer than the "
                    + "\(Self.minimumModulusBitCount) that it needs"
            )
        }
        publicKey = key
    }

    private static func parse(_ list: [[UInt8]]) throws(ConnectionError) -> [Certificate] {
        var certificates: [Certificate] = []
        certificates.reserveCapacity(list.count)
        for (index, bytes) in list.enumerated() {
            guard let certificate = try? Certificate(derEncoded: bytes) else {
                let unusable = UnusableCertificate(bytes)
                throw .peerMisbehaved(
                    unusable.alert,
                    reason: "certificate \(index + 1) of \(list.count) cannot be used: "
                        + unusable.reason
                )
            }
            certificates.append(certificate)
        }
        return certificates
    }

    /// Checks that the leaf's key may be used as `use` (RFC 5280, section 4.2.1.3).
    func check(_ use: CertificateUsage.KeyUse) throws(ConnectionError) {
        guard let leaf = certificates.first, CertificateUsage.allows(use, leaf) else {
            throw .certificateRefused(
                CertificateRefusal(.wrongUsage, reason: "the certificate's key is not for \(use)")
            )
        }
    }
}
