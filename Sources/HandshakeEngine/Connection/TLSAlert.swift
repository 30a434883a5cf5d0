/// An alert (RFC 5246, 7.2).
public struct TLSAlert: Hashable, Sendable {
    public enum Level: UInt8, Sendable, CaseIterable {
        case warning = 1
        case fatal = 2
    }

    public let level: Level
    public let description: TLSAlertDescription

    public init(_ level: Level, _ description: TLSAlertDescription) {
        self.level = level
        self.description = description
    }

    /// Reads the fragment of one alert record. Alerts that share or span records are refused.
    package init(parsing fragment: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(fragment)
        guard let level = Level(rawValue: try reader.readUInt8()) else { throw .illegalValue }
        self.level = level
        description = TLSAlertDescription(rawValue: try reader.readUInt8())
        try reader.expectEnd()
    }

    /// The fragment of the alert's record: two bytes.
    package var fragment: [UInt8] { [level.rawValue, description.rawValue] }
}

/// What an alert says (RFC 5246, 7.2, and IANA's registry).
public struct TLSAlertDescription: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let closeNotify = TLSAlertDescription(rawValue: 0)
    public static let unexpectedMessage = TLSAlertDescription(rawValue: 10)
    public static let badRecordMAC = TLSAlertDescription(rawValue: 20)
    public static let recordOverflow = TLSAlertDescription(rawValue: 22)
    public static let handshakeFailure = TLSAlertDescription(rawValue: 40)
    public static let badCertificate = TLSAlertDescription(rawValue: 42)
    public static let unsupportedCertificate = TLSAlertDescription(rawValue: 43)
    public static let certificateRevoked = TLSAlertDescription(rawValue: 44)
    public static let certificateExpired = TLSAlertDescription(rawValue: 45)
    public static let certificateUnknown = TLSAlertDescription(rawValue: 46)
    public static let illegalParameter = TLSAlertDescription(rawValue: 47)
    public static let unknownCA = TLSAlertDescription(rawValue: 48)
    public static let accessDenied = TLSAlertDescription(rawValue: 49)
    public static let decodeError = TLSAlertDescription(rawValue: 50)
    public static let decryptError = TLSAlertDescription(rawValue: 51)
    public static let protocolVersion = TLSAlertDescription(rawValue: 70)
    public static let insufficientSecurity = TLSAlertDescription(rawValue: 71)
    public static let internalError = TLSAlertDescription(rawValue: 80)
    public static let inappropriateFallback = TLSAlertDescription(rawValue: 86)
    public static let userCanceled = TLSAlertDescription(rawValue: 90)
    public static let noRenegotiation = TLSAlertDescription(rawValue: 100)
    public static let unsupportedExtension = TLSAlertDescription(rawValue: 110)
    public static let unrecognizedName = TLSAlertDescription(rawValue: 112)
    public static let badCertificateStatusResponse = TLSAlertDescription(rawValue: 113)
    public static let unknownPSKIdentity = TLSAlertDescription(rawValue: 115)
    public static let certificateRequired = TLSAlertDescription(rawValue: 116)
    public static let noApplicationProtocol = TLSAlertDescription(rawValue: 120)
}

extension TLSAlertDescription: CustomStringConvertible {
    /// The alert's name in IANA's registry, or its number.
    public var description: String { Self.names[rawValue] ?? "alert \(rawValue)" }

    private static let names: [UInt8: String] = [
        0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow",
        40: "handshake_failure", 42: "bad_certificate", 43: "unsupported_certificate",
        44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
        47: "illegal_parameter", 48: "unknown_ca", 49: "access_denied", 50: "decode_error",
        51: "decrypt_error", 70: "protocol_version", 71: "insufficient_security",
        80: "internal_error", 86: "inappropriate_fallback", 90: "user_canceled",
        100: "no_renegotiation", 110: "unsupported_extension", 112: "unrecognized_name",
        113: "bad_certificate_status_response", 115: "unknown_psk_identity",
        116: "certificate_required", 120: "no_application_protocol",
    ]
}

extension TLSAlertDescription {
    /// What a peer that sends it most likely means, for people; `nil` where the name says it.
    package var meaning: String? {
        switch self {
        case .protocolVersion:
            "it does not speak TLS 1.2, the only version here"
        case .handshakeFailure, .insufficientSecurity:
            "it accepts none of the cipher suites, groups or signatures that it was offered, or wants "
                + "a certificate"
        case .unknownCA: "it does not trust the authority of this side's certificate"
        case .certificateExpired: "this side's certificate is not valid now"
        case .badCertificate, .unsupportedCertificate, .certificateRevoked, .certificateUnknown:
            "it does not accept this side's certificate"
        case .certificateRequired: "it wants a certificate"
        case .accessDenied: "it does not let the owner of this side's certificate in"
        case .unrecognizedName: "it serves no host of the name that it was asked for"
        case .noApplicationProtocol:
            "it accepts none of the application protocols that it was offered"
        case .inappropriateFallback: "it has a higher version than this side has offered"
        case .internalError: "the fault is its own"
        default: nil
        }
    }
}
