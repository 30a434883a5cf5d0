package import HandshakeCore
package import HandshakeTLS
public import X509

/// What the two sides of a connection have agreed on.
public struct TLSNegotiatedParameters: Sendable, Hashable {
    /// The protocol's version: TLS 1.2.
    public let version: TLSProtocolVersion
    public let cipherSuite: TLSCipherSuite
    /// The group of the key exchange; `nil` for RSA key exchange and for a resumed session.
    public let group: TLSNamedGroup?
    /// The application protocol (RFC 7301), or `nil` if none was agreed on.
    public let applicationProtocol: String?
    /// The server's name that the client asked for (RFC 6066, section 3).
    public let serverName: String?
    /// The peer's certificates, leaf first, as it sent them; empty if it sent none. For a resumed
    /// session those of the session's full handshake.
    public let peerCertificates: [Certificate]
    /// Whether the session of an earlier connection was resumed.
    public let isResumed: Bool
    /// Whether the master secret is bound to the handshake (RFC 7627).
    public let hasExtendedMasterSecret: Bool
}

/// A version of the protocol, as it stands in hellos and record headers (RFC 5246, A.1).
public struct TLSProtocolVersion: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let tls10 = TLSProtocolVersion(rawValue: 0x0301)
    public static let tls11 = TLSProtocolVersion(rawValue: 0x0302)
    public static let tls12 = TLSProtocolVersion(rawValue: 0x0303)
    public static let tls13 = TLSProtocolVersion(rawValue: 0x0304)

    /// The version's name, or its number.
    public var name: String {
        switch rawValue {
        case 0x0300: "SSL 3.0"
        case 0x0301...0x0304: "TLS 1.\(rawValue - 0x0301)"
        default: "version 0x\(String(rawValue, radix: 16))"
        }
    }

    public static func < (left: TLSProtocolVersion, right: TLSProtocolVersion) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A cipher suite by its number (RFC 5246, A.5).
public struct TLSCipherSuite: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (RFC 5289)
    public static let ecdheRSAWithAES128GCMSHA256 = TLSCipherSuite(rawValue: 0xC02F)
    /// TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (RFC 5289)
    public static let ecdheRSAWithAES256GCMSHA384 = TLSCipherSuite(rawValue: 0xC030)
    /// TLS_RSA_WITH_AES_128_GCM_SHA256 (RFC 5288): no forward secrecy
    public static let rsaWithAES128GCMSHA256 = TLSCipherSuite(rawValue: 0x009C)
    /// TLS_RSA_WITH_AES_256_GCM_SHA384 (RFC 5288): no forward secrecy
    public static let rsaWithAES256GCMSHA384 = TLSCipherSuite(rawValue: 0x009D)

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
extension TLSCipherSuite {
    /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746, section 3.3)
    package static let emptyRenegotiationInfoSCSV = TLSCipherSuite(rawValue: 0x00FF)
    /// TLS_FALLBACK_SCSV (RFC 7507)
    package static let fallbackSCSV = TLSCipherSuite(rawValue: 0x5600)

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
extension TLSCipherSuite {
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

/// A group for the key exchange (RFC 8422, 5.1.1).
public struct TLSNamedGroup: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let secp256r1 = TLSNamedGroup(rawValue: 23)
    public static let secp384r1 = TLSNamedGroup(rawValue: 24)
    public static let secp521r1 = TLSNamedGroup(rawValue: 25)
    public static let x25519 = TLSNamedGroup(rawValue: 29)
    public static let x448 = TLSNamedGroup(rawValue: 30)

    /// The group's name in IANA's registry, or its number.
    public var name: String {
        switch self {
        case .secp256r1: "secp256r1"
        case .secp384r1: "secp384r1"
        case .secp521r1: "secp521r1"
        case .x25519: "x25519"
        case .x448: "x448"
        default: "group \(rawValue)"
        }
    }
}

/// A signature algorithm together with its hash (RFC 5246, 7.4.1.4.1; RFC 8446, 4.2.3).
public struct TLSSignatureScheme: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let rsaPKCS1SHA1 = TLSSignatureScheme(rawValue: 0x0201)
    public static let rsaPKCS1SHA256 = TLSSignatureScheme(rawValue: 0x0401)
    public static let rsaPKCS1SHA384 = TLSSignatureScheme(rawValue: 0x0501)
    public static let rsaPKCS1SHA512 = TLSSignatureScheme(rawValue: 0x0601)

    // The key's certificate says rsaEncryption ("RSAE"). A key whose certificate says id-RSASSA-PSS
    // uses the code points after these.
    public static let rsaPSSRSAESHA256 = TLSSignatureScheme(rawValue: 0x0804)
    public static let rsaPSSRSAESHA384 = TLSSignatureScheme(rawValue: 0x0805)
    public static let rsaPSSRSAESHA512 = TLSSignatureScheme(rawValue: 0x0806)
    public static let rsaPSSPSSSHA256 = TLSSignatureScheme(rawValue: 0x0809)
    public static let rsaPSSPSSSHA384 = TLSSignatureScheme(rawValue: 0x080A)
    public static let rsaPSSPSSSHA512 = TLSSignatureScheme(rawValue: 0x080B)

    /// The scheme's name in RFC 8446, or its number.
    public var name: String {
        switch self {
        case .rsaPKCS1SHA1: "rsa_pkcs1_sha1"
        case .rsaPKCS1SHA256: "rsa_pkcs1_sha256"
        case .rsaPKCS1SHA384: "rsa_pkcs1_sha384"
        case .rsaPKCS1SHA512: "rsa_pkcs1_sha512"
        case .rsaPSSRSAESHA256: "rsa_pss_rsae_sha256"
        case .rsaPSSRSAESHA384: "rsa_pss_rsae_sha384"
        case .rsaPSSRSAESHA512: "rsa_pss_rsae_sha512"
        case .rsaPSSPSSSHA256: "rsa_pss_pss_sha256"
        case .rsaPSSPSSSHA384: "rsa_pss_pss_sha384"
        case .rsaPSSPSSSHA512: "rsa_pss_pss_sha512"
        default: "signature scheme \(rawValue)"
        }
    }
}

extension TLSSignatureScheme {
    /// The schemes that this library signs and verifies with, best first.
    package static let supported: [TLSSignatureScheme] = [
        .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512,
        .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512,
    ]

    /// The scheme as HandshakeCore calls it, or `nil` if this library does not implement it.
    package var rsaScheme: RSASignatureScheme? {
        switch self {
        case .rsaPKCS1SHA256: .pkcs1(.sha256)
        case .rsaPKCS1SHA384: .pkcs1(.sha384)
        case .rsaPKCS1SHA512: .pkcs1(.sha512)
        case .rsaPSSRSAESHA256: .pss(.sha256)
        case .rsaPSSRSAESHA384: .pss(.sha384)
        case .rsaPSSRSAESHA512: .pss(.sha512)
        default: nil
        }
    }
}

extension RSASignatureScheme {
    /// The hash of the message that is signed.
    package var hash: HashAlgorithm {
        switch self {
        case .pkcs1(let hash), .pss(let hash, _): hash
        }
    }
}
