/// The extensions that this library reads, by their numbers in IANA's registry. All others, and the
/// values that RFC 8701 reserves to keep receivers tolerant (GREASE), are skipped in a ClientHello.
package enum ExtensionType: UInt16, Sendable, CaseIterable {
    /// RFC 6066, 3
    case serverName = 0
    /// RFC 8422, 5.1.1
    case supportedGroups = 10
    /// RFC 8422, 5.1.2
    case ecPointFormats = 11
    /// RFC 5246, 7.4.1.4.1
    case signatureAlgorithms = 13
    /// RFC 7301
    case applicationProtocols = 16
    /// RFC 7627, 5.1
    case extendedMasterSecret = 23
    /// RFC 5077, 3.2
    case sessionTicket = 35
    /// RFC 5746, 3.2
    case renegotiationInfo = 0xFF01
}
