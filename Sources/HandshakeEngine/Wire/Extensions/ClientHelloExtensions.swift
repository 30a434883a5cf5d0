/// What the extensions of a ClientHello say; nil: not sent.
package struct ClientHelloExtensions: Hashable, Sendable {
    package var serverName: String?
    package var supportedGroups: [NamedGroup]?
    package var ecPointFormats: [UInt8]?
    package var signatureSchemes: [SignatureScheme]?
    package var applicationProtocols: [[UInt8]]?
    package var extendedMasterSecret = false
    /// Empty: the client takes tickets and has none.
    package var sessionTicket: [UInt8]?
    /// The verify data of the handshake before: empty in the first one.
    package var renegotiationInfo: [UInt8]?

    package init() {}

    init(restOf hello: consuming ByteReader) throws(WireError) {
        var extensions = try ExtensionReader(restOf: hello)
        while !extensions.isAtEnd {
            var number: UInt16 = 0
            let data = try extensions.next(&number)
            guard let type = ExtensionType(rawValue: number) else { continue }
            try read(type, data)
        }
        try checkPointFormats()
    }

    private mutating func read(
        _ type: ExtensionType,
        _ data: consuming ByteReader
    ) throws(WireError) {
        switch type {
        case .serverName:
            serverName = try ServerNameList.parse(data)
        case .supportedGroups:
            supportedGroups = try data.readUInt16Vector().map(NamedGroup.init(rawValue:))
            try data.expectEnd()
        case .ecPointFormats:
            ecPointFormats = try ECPointFormats.parse(data)
        case .signatureAlgorithms:
            signatureSchemes = try data.readUInt16Vector().map(SignatureScheme.init(rawValue:))
            try data.expectEnd()
        case .applicationProtocols:
            applicationProtocols = try ApplicationProtocolList.parse(data)
        case .extendedMasterSecret:
            try data.expectEnd()
            extendedMasterSecret = true
        case .sessionTicket:
            sessionTicket = [UInt8](try data.readBytes(data.remainingByteCount))
        case .renegotiationInfo:
            renegotiationInfo = try RenegotiationInfo.parse(data)
        }
    }

    private static let groupsWithPointFormats: [NamedGroup] = [
        .secp256r1, .secp384r1, .secp521r1, .x25519, .x448,
    ]

    /// A client that names a group of RFC 8422 and then point formats must name the uncompressed
    /// one among them (RFC 8422, 5.1.2).
    private func checkPointFormats() throws(WireError) {
        guard let ecPointFormats, let supportedGroups,
            supportedGroups.contains(where: Self.groupsWithPointFormats.contains)
        else { return }
        guard ecPointFormats.contains(ECPointFormats.uncompressed) else { throw .illegalValue }
    }

    /// Writes the list with its length, or nothing if there are none.
    func write(to writer: inout ByteWriter) {
        guard self != ClientHelloExtensions() else { return }
        writer.writeVector(lengthByteCount: 2) { writer in
            if let serverName {
                writer.writeExtension(.serverName) { ServerNameList.write(serverName, to: &$0) }
            }
            if extendedMasterSecret { writer.writeExtension(.extendedMasterSecret) }
            if let renegotiationInfo {
                writer.writeExtension(.renegotiationInfo) {
                    RenegotiationInfo.write(renegotiationInfo, to: &$0)
                }
            }
            if let supportedGroups {
                writer.writeExtension(.supportedGroups) {
                    $0.writeVector(of: supportedGroups.lazy.map(\.rawValue))
                }
            }
            if let ecPointFormats {
                writer.writeExtension(.ecPointFormats) {
                    ECPointFormats.write(ecPointFormats, to: &$0)
                }
            }
            if let sessionTicket {
                writer.writeExtension(.sessionTicket) { $0.write(sessionTicket) }
            }
            if let applicationProtocols {
                writer.writeExtension(.applicationProtocols) {
                    ApplicationProtocolList.write(applicationProtocols, to: &$0)
                }
            }
            if let signatureSchemes {
                writer.writeExtension(.signatureAlgorithms) {
                    $0.writeVector(of: signatureSchemes.lazy.map(\.rawValue))
                }
            }
        }
    }

    /// Whether the client sent the extension.
    func contains(_ type: ExtensionType) -> Bool {
        switch type {
        case .serverName: serverName != nil
        case .supportedGroups: supportedGroups != nil
        case .ecPointFormats: ecPointFormats != nil
        case .signatureAlgorithms: signatureSchemes != nil
        case .applicationProtocols: applicationProtocols != nil
        case .extendedMasterSecret: extendedMasterSecret
        case .sessionTicket: sessionTicket != nil
        case .renegotiationInfo: renegotiationInfo != nil
        }
    }
}
