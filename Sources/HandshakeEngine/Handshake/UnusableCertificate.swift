internal import HandshakeCore

/// Why X509 does not read a peer's certificate: its own errors, and those of Crypto, say little to
/// people.
struct UnusableCertificate {
    /// What Crypto takes.
    private static let maximumModulusBitCount = 8192

    let alert: AlertDescription
    let reason: String

    /// `certificate` is DER, or was meant to be.
    init(_ certificate: [UInt8]) {
        do throws(KeyFormatError) {
            self.init(with: try RSAPublicKey(certificate: certificate))
        } catch {
            switch error.code {
            case .invalidKey(let error): self.init(with: error)
            case .notAnRSAKey: self.init(.unsupportedCertificate, "its key's algorithm is unknown")
            default: self.init(.badCertificate, "it is not DER of X.509, or not of an RSA key")
            }
        }
    }

    private init(_ alert: AlertDescription, _ reason: String) {
        self.alert = alert
        self.reason = reason
    }

    /// A certificate whose key can be read here.
    private init(with key: RSAPublicKey) {
        if key.modulusBitCount < PeerCertificates.minimumModulusBitCount {
            self.init(tooShort: key.modulusBitCount)
        } else if key.modulusBitCount > Self.maximumModulusBitCount {
            self.init(tooLong: key.modulusBitCount)
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
                "the public exponent of its RSA key is even, less than 3, or has more than 33 bits"
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
