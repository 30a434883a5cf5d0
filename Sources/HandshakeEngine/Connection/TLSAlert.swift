// SPDX-License-Identifier: Apache-2.0

/// An alert (RFC 5246, section 7.2).
public struct TLSAlert: Hashable, Sendable {
    /// How severe an alert is.
    public enum Level: UInt8, Sendable, CaseIterable {
        /// The connection may go on.
        case warning = 1
        /// The connection ends, and its session is not resumed.
        case fatal = 2
    }

    /// How severe the alert is.
    public let level: Level
    /// What the alert says.
    public let description: TLSAlertDescription

    /// An alert of this level that says this.
    public init(_ level: Level, _ description: TLSAlertDescription) {
        self.level = level
        self.description = description
    }

    /// Reads the fragment of an alert record, which is one whole alert: two alerts in one record,
    /// or one alert in two, are refused.
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

/// What an alert says (RFC 5246, section 7.2, and IANA's registry).
public struct TLSAlertDescription: RawRepresentable, Hashable, Sendable {
    /// The alert's number in IANA's registry.
    public let rawValue: UInt8

    /// Any number, whether or not it is registered.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// close_notify: the sender sends nothing more
    public static let closeNotify = TLSAlertDescription(rawValue: 0)
    /// unexpected_message: a message came that may not come now
    public static let unexpectedMessage = TLSAlertDescription(rawValue: 10)
    /// bad_record_mac: a record did not open
    public static let badRecordMAC = TLSAlertDescription(rawValue: 20)
    /// record_overflow: a record is too long
    public static let recordOverflow = TLSAlertDescription(rawValue: 22)
    /// handshake_failure: the two sides have no parameters in common
    public static let handshakeFailure = TLSAlertDescription(rawValue: 40)
    /// bad_certificate: a certificate is damaged, or breaks the rules
    public static let badCertificate = TLSAlertDescription(rawValue: 42)
    /// unsupported_certificate: a certificate is of an unsupported kind
    public static let unsupportedCertificate = TLSAlertDescription(rawValue: 43)
    /// certificate_revoked: a certificate has been revoked
    public static let certificateRevoked = TLSAlertDescription(rawValue: 44)
    /// certificate_expired: a certificate is not valid now
    public static let certificateExpired = TLSAlertDescription(rawValue: 45)
    /// certificate_unknown: a certificate is refused for another reason
    public static let certificateUnknown = TLSAlertDescription(rawValue: 46)
    /// illegal_parameter: a field of a message has a value that it may not have
    public static let illegalParameter = TLSAlertDescription(rawValue: 47)
    /// unknown_ca: no chain leads to a trusted authority
    public static let unknownCA = TLSAlertDescription(rawValue: 48)
    /// access_denied: the certificate is valid, but its owner is not let in
    public static let accessDenied = TLSAlertDescription(rawValue: 49)
    /// decode_error: a message cannot be parsed
    public static let decodeError = TLSAlertDescription(rawValue: 50)
    /// decrypt_error: a signature or a Finished message is wrong
    public static let decryptError = TLSAlertDescription(rawValue: 51)
    /// protocol_version: the version is not supported
    public static let protocolVersion = TLSAlertDescription(rawValue: 70)
    /// insufficient_security: the parameters are too weak
    public static let insufficientSecurity = TLSAlertDescription(rawValue: 71)
    /// internal_error: the fault is the sender's
    public static let internalError = TLSAlertDescription(rawValue: 80)
    /// inappropriate_fallback: the client has fallen back to a lower version than it needs (RFC
    /// 7507)
    public static let inappropriateFallback = TLSAlertDescription(rawValue: 86)
    /// user_canceled: the handshake is abandoned
    public static let userCanceled = TLSAlertDescription(rawValue: 90)
    /// no_renegotiation: the sender does not renegotiate
    public static let noRenegotiation = TLSAlertDescription(rawValue: 100)
    /// unsupported_extension: the server answers an extension that the client did not send
    public static let unsupportedExtension = TLSAlertDescription(rawValue: 110)
    /// unrecognized_name: the server does not know the name (RFC 6066, section 3)
    public static let unrecognizedName = TLSAlertDescription(rawValue: 112)
    /// bad_certificate_status_response: the OCSP response is wrong (RFC 6066, section 8)
    public static let badCertificateStatusResponse = TLSAlertDescription(rawValue: 113)
    /// unknown_psk_identity: the pre-shared key is not known (RFC 4279)
    public static let unknownPSKIdentity = TLSAlertDescription(rawValue: 115)
    /// certificate_required: the server needs a certificate (RFC 8446, section 6.2)
    public static let certificateRequired = TLSAlertDescription(rawValue: 116)
    /// no_application_protocol: there is no common protocol (RFC 7301, section 3.2)
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
    /// What a peer that sends it most likely means, as an error message; `nil` where the name says
    /// it all.
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
        case .unrecognizedName: "it serves no host with the name that it was asked for"
        case .noApplicationProtocol:
            "it accepts none of the application protocols that it was offered"
        case .inappropriateFallback: "it supports a higher version than this side has offered"
        case .internalError: "the fault is its own"
        default: nil
        }
    }
}
