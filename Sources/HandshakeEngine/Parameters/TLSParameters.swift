// SPDX-License-Identifier: Apache-2.0

package import HandshakeCore
package import HandshakeTLS
public import X509

/// What the two sides of a connection have agreed on.
public struct TLSNegotiatedParameters: Sendable, Hashable {
    /// The protocol's version: TLS 1.2.
    public let version: TLSProtocolVersion
    /// The cipher suite; for a resumed session, that of its full handshake.
    public let cipherSuite: TLSCipherSuite
    /// The group of the key exchange; `nil` for RSA key exchange and for a resumed session.
    public let group: TLSNamedGroup?
    /// The application protocol (RFC 7301), or `nil` if none was agreed on.
    public let applicationProtocol: String?
    /// The name of the server that the client asked for (RFC 6066, section 3), or `nil` if it did
    /// not send one.
    public let serverName: String?
    /// The peer's certificates, leaf first, as it sent them; empty if it sent none. For a resumed
    /// session, those of its full handshake; a server may parse them only when it is first asked
    /// for them.
    public var peerCertificates: [Certificate] { certificateList.certificates }
    let certificateList: CertificateList
    /// Whether the session of an earlier connection was resumed.
    public let isResumed: Bool
    /// Whether the master secret is bound to the handshake (RFC 7627).
    public let hasExtendedMasterSecret: Bool
}

/// A version of the protocol, as it stands in hellos and record headers (RFC 5246, appendix A.1).
public struct TLSProtocolVersion: RawRepresentable, Hashable, Comparable, Sendable {
    /// The major version in the upper byte, the minor one in the lower.
    public let rawValue: UInt16

    /// Any number, whether or not it is a version of the protocol.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// TLS 1.0 (RFC 2246)
    public static let tls10 = TLSProtocolVersion(rawValue: 0x0301)
    /// TLS 1.1 (RFC 4346)
    public static let tls11 = TLSProtocolVersion(rawValue: 0x0302)
    /// TLS 1.2 (RFC 5246), the only version that this library negotiates
    public static let tls12 = TLSProtocolVersion(rawValue: 0x0303)
    /// TLS 1.3 (RFC 8446)
    public static let tls13 = TLSProtocolVersion(rawValue: 0x0304)

    /// The version's name, or its number.
    public var name: String {
        switch rawValue {
        case 0x0300: "SSL 3.0"
        case 0x0301...0x0304: "TLS 1.\(rawValue - 0x0301)"
        default: "version 0x\(String(rawValue, radix: 16))"
        }
    }

    /// Whether the left version is the older one.
    public static func < (left: TLSProtocolVersion, right: TLSProtocolVersion) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A cipher suite by its number (RFC 5246, appendix A.5). What this library knows of a suite stands
/// in one line of `Algorithms.implemented`.
public struct TLSCipherSuite: RawRepresentable, Hashable, Sendable {
    /// The suite's number in IANA's registry.
    public let rawValue: UInt16

    /// Any number, whether or not this library implements the suite.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (RFC 5289)
    public static let ecdheRSAWithAES128GCMSHA256 = TLSCipherSuite(rawValue: 0xC02F)
    /// TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (RFC 5289)
    public static let ecdheRSAWithAES256GCMSHA384 = TLSCipherSuite(rawValue: 0xC030)
    /// TLS_RSA_WITH_AES_128_GCM_SHA256 (RFC 5288): no forward secrecy
    public static let rsaWithAES128GCMSHA256 = TLSCipherSuite(rawValue: 0x009C)
    /// TLS_RSA_WITH_AES_256_GCM_SHA384 (RFC 5288): no forward secrecy
    public static let rsaWithAES256GCMSHA384 = TLSCipherSuite(rawValue: 0x009D)

    /// The suites that are offered and accepted by default, best first: those with ECDHE.
    public static let defaultSuites: [TLSCipherSuite] = Algorithms.suites(with: .ecdhe)

    /// The suites that send the premaster secret under the server's RSA key. They have no forward
    /// secrecy: whoever gets the key later can read everything that was recorded.
    public static let rsaKeyExchangeSuites: [TLSCipherSuite] = Algorithms.suites(with: .rsa)

    /// The name in IANA's registry, or the number in hexadecimal if this library does not know the
    /// suite.
    public var name: String {
        if let algorithms { return algorithms.name }
        return switch self {
        case .emptyRenegotiationInfoSCSV: "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"
        case .fallbackSCSV: "TLS_FALLBACK_SCSV"
        default: "0x" + String(rawValue, radix: 16, uppercase: true)
        }
    }

    /// What the suite consists of, or `nil` if this library does not implement it.
    package var algorithms: Algorithms? {
        Algorithms.implemented.first { $0.suite == self }
    }

    package var isSupported: Bool { algorithms != nil }

    package var keyExchange: KeyExchange? { algorithms?.keyExchange }

    package enum KeyExchange: Sendable { case ecdhe, rsa }

    /// What a suite consists of.
    package struct Algorithms: Sendable {
        package let suite: TLSCipherSuite
        /// The name in IANA's registry.
        let name: String
        package let keyExchange: KeyExchange
        /// AES-GCM with a key of 16 or 32 bytes.
        package let keyBlockShape: TLS12.KeyBlockShape
        /// The hash of the pseudorandom function and of the handshake's transcript.
        let hash: CipherSuiteHash

        /// Every suite of this library, best first. A line here is all that a suite takes.
        static let implemented: [Algorithms] = [
            .init(
                .ecdheRSAWithAES128GCMSHA256,
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                .ecdhe,
                .aes128GCM,
                .sha256
            ),
            .init(
                .ecdheRSAWithAES256GCMSHA384,
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                .ecdhe,
                .aes256GCM,
                .sha384
            ),
            .init(
                .rsaWithAES128GCMSHA256,
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                .rsa,
                .aes128GCM,
                .sha256
            ),
            .init(
                .rsaWithAES256GCMSHA384,
                "TLS_RSA_WITH_AES_256_GCM_SHA384",
                .rsa,
                .aes256GCM,
                .sha384
            ),
        ]

        private init(
            _ suite: TLSCipherSuite,
            _ name: String,
            _ keyExchange: KeyExchange,
            _ keyBlockShape: TLS12.KeyBlockShape,
            _ hash: CipherSuiteHash
        ) {
            self.suite = suite
            self.name = name
            self.keyExchange = keyExchange
            self.keyBlockShape = keyBlockShape
            self.hash = hash
        }

        static func suites(with keyExchange: KeyExchange) -> [TLSCipherSuite] {
            implemented.filter { $0.keyExchange == keyExchange }.map(\.suite)
        }

        /// The pseudorandom function.
        package var prf: TLS12.PRF { hash == .sha256 ? .sha256 : .sha384 }

        /// The hash of the handshake's transcript.
        var transcriptHash: HashAlgorithm { hash == .sha256 ? .sha256 : .sha384 }
    }
}

/// Values in the list of suites that are signals, not suites.
extension TLSCipherSuite {
    /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746, section 3.3)
    package static let emptyRenegotiationInfoSCSV = TLSCipherSuite(rawValue: 0x00FF)
    /// TLS_FALLBACK_SCSV (RFC 7507)
    package static let fallbackSCSV = TLSCipherSuite(rawValue: 0x5600)

    /// Whether the value is not a suite: a signal, or one of those that are reserved to keep
    /// receivers tolerant (GREASE, RFC 8701).
    var isSignal: Bool {
        self == .emptyRenegotiationInfoSCSV || self == .fallbackSCSV
            || rawValue & 0x0F0F == 0x0A0A && rawValue >> 8 == rawValue & 0xFF
    }

    /// Whether it is one of TLS 1.3's suites (RFC 8446, appendix B.4).
    var isOfTLS13: Bool { rawValue >> 8 == 0x13 }
}

/// A group for the key exchange (RFC 8422, section 5.1.1). This library implements x25519 and
/// secp256r1.
public struct TLSNamedGroup: RawRepresentable, Hashable, Sendable {
    /// The group's number in IANA's registry.
    public let rawValue: UInt16

    /// Any number, whether or not this library implements the group.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// NIST P-256
    public static let secp256r1 = TLSNamedGroup(rawValue: 23)
    /// NIST P-384
    public static let secp384r1 = TLSNamedGroup(rawValue: 24)
    /// NIST P-521
    public static let secp521r1 = TLSNamedGroup(rawValue: 25)
    /// Curve25519 (RFC 7748)
    public static let x25519 = TLSNamedGroup(rawValue: 29)
    /// Curve448 (RFC 7748)
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

extension TLSNamedGroup {
    /// The groups that this library implements, best first.
    package static var supported: [TLSNamedGroup] { EphemeralKey.groups }
}

/// A signature algorithm together with its hash (RFC 5246, section 7.4.1.4.1; RFC 8446, section
/// 4.2.3). This library signs and verifies with the RSA schemes of SHA-256, SHA-384 and SHA-512 for
/// keys whose certificate says rsaEncryption.
public struct TLSSignatureScheme: RawRepresentable, Hashable, Sendable {
    /// The scheme's number in IANA's registry.
    public let rawValue: UInt16

    /// Any number, whether or not this library implements the scheme.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// rsa_pkcs1_sha1: PKCS #1 v1.5 with SHA-1, which this library neither makes nor accepts
    public static let rsaPKCS1SHA1 = TLSSignatureScheme(rawValue: 0x0201)
    /// rsa_pkcs1_sha256: PKCS #1 v1.5 with SHA-256
    public static let rsaPKCS1SHA256 = TLSSignatureScheme(rawValue: 0x0401)
    /// rsa_pkcs1_sha384: PKCS #1 v1.5 with SHA-384
    public static let rsaPKCS1SHA384 = TLSSignatureScheme(rawValue: 0x0501)
    /// rsa_pkcs1_sha512: PKCS #1 v1.5 with SHA-512
    public static let rsaPKCS1SHA512 = TLSSignatureScheme(rawValue: 0x0601)

    /// rsa_pss_rsae_sha256: PSS with SHA-256, for a key whose certificate says rsaEncryption
    public static let rsaPSSRSAESHA256 = TLSSignatureScheme(rawValue: 0x0804)
    /// rsa_pss_rsae_sha384: PSS with SHA-384, for a key whose certificate says rsaEncryption
    public static let rsaPSSRSAESHA384 = TLSSignatureScheme(rawValue: 0x0805)
    /// rsa_pss_rsae_sha512: PSS with SHA-512, for a key whose certificate says rsaEncryption
    public static let rsaPSSRSAESHA512 = TLSSignatureScheme(rawValue: 0x0806)
    /// rsa_pss_pss_sha256: PSS with SHA-256, for a key whose certificate says id-RSASSA-PSS
    public static let rsaPSSPSSSHA256 = TLSSignatureScheme(rawValue: 0x0809)
    /// rsa_pss_pss_sha384: PSS with SHA-384, for a key whose certificate says id-RSASSA-PSS
    public static let rsaPSSPSSSHA384 = TLSSignatureScheme(rawValue: 0x080A)
    /// rsa_pss_pss_sha512: PSS with SHA-512, for a key whose certificate says id-RSASSA-PSS
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
