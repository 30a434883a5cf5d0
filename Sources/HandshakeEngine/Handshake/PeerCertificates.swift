// SPDX-License-Identifier: Apache-2.0

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

    /// What a Certificate message holds; `nil` if it holds no certificate. The chain that is `known`
    /// is not parsed again.
    init?(
        _ message: HandshakeMessage,
        _ context: borrowing ConnectionContext,
        known: KnownChain? = nil
    ) throws(TLSConnectionError) {
        let limit = context.limits.certificateCount
        let list = try decoding("Certificate") { () throws(WireError) in
            try CertificateMessage(parsing: message.body, maximumCertificateCount: limit)
        }
        guard !list.certificates.isEmpty else { return nil }
        if let known = known?.parsed(list.certificates) {
            self = known
            return
        }
        try self.init(list.certificates, context.observer)
    }

    /// Certificates in DER, at least one.
    init(_ bytes: [[UInt8]], _ observer: Observer) throws(TLSConnectionError) {
        self.bytes = bytes
        certificates = try observer.measure(.certificateParsing) { () throws(TLSConnectionError) in
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

    private static func parse(_ list: [[UInt8]]) throws(TLSConnectionError) -> [Certificate] {
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
    func check(_ use: CertificateUsage.KeyUse) throws(TLSConnectionError) {
        guard let leaf = certificates.first, CertificateUsage.allows(use, leaf) else {
            throw .certificateRefused(
                TLSCertificateRefusal(
                    .wrongUsage,
                    reason: "the certificate's key is not for \(use)"
                )
            )
        }
    }
}

/// Why X509 cannot read a peer's certificate: its own errors, and those of Crypto, say little to a
/// human reader.
struct UnusableCertificate {
    /// The longest numbers that Crypto accepts.
    private static let maximumModulusBitCount = 8192
    private static let maximumExponentBitCount = 33

    let alert: TLSAlertDescription
    let reason: String

    /// `certificate` is DER, or was meant to be.
    init(_ certificate: [UInt8]) {
        do throws(KeyFormatError) {
            self.init(with: try RSAPublicKey(certificate: certificate))
        } catch {
            switch error.code {
            case .invalidKey(let error): self.init(with: error)
            case .notAnRSAKey: self.init(.unsupportedCertificate, "its key's algorithm is unknown")
            default:
                self.init(
                    .badCertificate,
                    "it is not an X.509 certificate in DER, or not one of an RSA key"
                )
            }
        }
    }

    private init(_ alert: TLSAlertDescription, _ reason: String) {
        self.alert = alert
        self.reason = reason
    }

    /// A certificate whose key this library can read.
    private init(with key: RSAPublicKey) {
        if key.modulusBitCount < PeerCertificates.minimumModulusBitCount {
            self.init(tooShort: key.modulusBitCount)
        } else if key.modulusBitCount > Self.maximumModulusBitCount {
            self.init(tooLong: key.modulusBitCount)
        } else if key.publicExponentBitCount > Self.maximumExponentBitCount {
            self.init(
                .unsupportedCertificate,
                "public exponents of \(key.publicExponentBitCount) bits are not supported"
            )
        } else if key.usage != .unrestricted {
            self.init(
                .unsupportedCertificate,
                "its RSA key is for PSS alone (id-RSASSA-PSS), which is not supported"
            )
        } else {
            self.init(.badCertificate, "it breaks the rules of X.509")
        }
    }

    /// A certificate with an RSA key that is invalid.
    private init(with error: RSAKeyError) {
        switch error {
        case .modulusTooSmall(let bitCount): self.init(tooShort: bitCount)
        case .modulusTooLarge(let bitCount): self.init(tooLong: bitCount)
        case .unsupportedPublicExponent:
            self.init(
                .unsupportedCertificate,
                "the public exponent of its RSA key is even, less than 3, or has more than 256 bits"
            )
        default: self.init(.badCertificate, "its RSA key is invalid")
        }
    }

    private init(tooLong bitCount: Int) {
        self.init(.unsupportedCertificate, "RSA keys of \(bitCount) bits are not supported")
    }

    private init(tooShort bitCount: Int) {
        self.init(
            .insufficientSecurity,
            "its RSA key has \(bitCount) bits, fewer than the "
                + "\(PeerCertificates.minimumModulusBitCount) that it needs"
        )
    }
}
