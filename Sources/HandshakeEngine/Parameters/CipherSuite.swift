package import HandshakeCore
package import HandshakeTLS

/// A cipher suite by its number (RFC 5246, A.5).
public struct CipherSuite: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (RFC 5289)
    public static let ecdheRSAWithAES128GCMSHA256 = CipherSuite(rawValue: 0xC02F)
    /// TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (RFC 5289)
    public static let ecdheRSAWithAES256GCMSHA384 = CipherSuite(rawValue: 0xC030)
    /// TLS_RSA_WITH_AES_128_GCM_SHA256 (RFC 5288): no forward secrecy
    public static let rsaWithAES128GCMSHA256 = CipherSuite(rawValue: 0x009C)
    /// TLS_RSA_WITH_AES_256_GCM_SHA384 (RFC 5288): no forward secrecy
    public static let rsaWithAES256GCMSHA384 = CipherSuite(rawValue: 0x009D)

    /// What is offered and accepted where nothing else is said, best first: ECDHE alone.
    public static let defaultSuites = [
        ecdheRSAWithAES128GCMSHA256, ecdheRSAWithAES256GCMSHA384,
    ]

    /// The suites that send the premaster secret under the server's RSA key. They have no forward
    /// secrecy: whoever gets the key later reads everything that was recorded.
    public static let rsaKeyExchangeSuites = [rsaWithAES128GCMSHA256, rsaWithAES256GCMSHA384]

    /// The name that IANA registers, or the number if this library does not know the suite.
    public var name: String {
        switch self {
        case .ecdheRSAWithAES128GCMSHA256: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        case .ecdheRSAWithAES256GCMSHA384: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
        case .rsaWithAES128GCMSHA256: "TLS_RSA_WITH_AES_128_GCM_SHA256"
        case .rsaWithAES256GCMSHA384: "TLS_RSA_WITH_AES_256_GCM_SHA384"
        case .emptyRenegotiationInfoSCSV: "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"
        case .fallbackSCSV: "TLS_FALLBACK_SCSV"
        default: "0x" + String(rawValue, radix: 16, uppercase: true)
        }
    }
}

/// Values in the list of suites that are signals, not suites.
extension CipherSuite {
    /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746, section 3.3)
    package static let emptyRenegotiationInfoSCSV = CipherSuite(rawValue: 0x00FF)
    /// TLS_FALLBACK_SCSV (RFC 7507)
    package static let fallbackSCSV = CipherSuite(rawValue: 0x5600)

    /// Whether it stands in the list for something else than a suite: a signal, or one of the values
    /// that keep receivers tolerant (GREASE, RFC 8701).
    var isSignal: Bool {
        self == .emptyRenegotiationInfoSCSV || self == .fallbackSCSV
            || rawValue & 0x0F0F == 0x0A0A && rawValue >> 8 == rawValue & 0xFF
    }

    /// Whether it is one of TLS 1.3's (RFC 8446, B.4).
    var isOfTLS13: Bool { rawValue >> 8 == 0x13 }
}

/// What a suite is made of.
extension CipherSuite {
    package enum KeyExchange: Sendable { case ecdhe, rsa }

    /// The key exchange, or `nil` if this library does not implement the suite.
    package var keyExchange: KeyExchange? {
        switch self {
        case .ecdheRSAWithAES128GCMSHA256, .ecdheRSAWithAES256GCMSHA384: .ecdhe
        case .rsaWithAES128GCMSHA256, .rsaWithAES256GCMSHA384: .rsa
        default: nil
        }
    }

    package var isSupported: Bool { keyExchange != nil }

    private var isWithAES256: Bool {
        self == .ecdheRSAWithAES256GCMSHA384 || self == .rsaWithAES256GCMSHA384
    }

    /// The pseudorandom function, whose hash is the transcript's as well.
    package var prf: TLS12.PRF { isWithAES256 ? .sha384 : .sha256 }

    /// The hash of the handshake's transcript.
    package var transcriptHash: HashAlgorithm { isWithAES256 ? .sha384 : .sha256 }

    package var keyBlockShape: TLS12.KeyBlockShape { isWithAES256 ? .aes256GCM : .aes128GCM }
}
