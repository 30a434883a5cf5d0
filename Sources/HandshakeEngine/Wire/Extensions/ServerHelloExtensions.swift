/// What the extensions of a ServerHello say; nil: not sent. Each answers one of the client's.
package struct ServerHelloExtensions: Hashable, Sendable {
    /// The server used the client's server_name.
    package var acknowledgesServerName = false
    package var ecPointFormats: [UInt8]?
    package var applicationProtocol: [UInt8]?
    package var extendedMasterSecret = false
    /// The server will send a NewSessionTicket.
    package var sessionTicket = false
    /// The verify data of the handshake before: empty in the first one.
    package var renegotiationInfo: [UInt8]?

    package init() {}

    /// Throws `unsolicitedExtension` for every extension that is not in `offer`, and so for all
    /// unknown ones.
    init(
        restOf hello: consuming ByteReader,
        answering offer: ClientHello
    ) throws(WireError) {
        var extensions = try ExtensionReader(restOf: hello)
        while !extensions.isAtEnd {
            var number: UInt16 = 0
            let data = try extensions.next(&number)
            guard let type = ExtensionType(rawValue: number), offer.allows(answer: type) else {
                throw .unsolicitedExtension
            }
            try read(type, data)
        }
    }

    private mutating func read(
        _ type: ExtensionType,
        _ data: consuming ByteReader
    ) throws(WireError) {
        switch type {
        case .serverName:
            try data.expectEnd()
            acknowledgesServerName = true
        case .ecPointFormats:
            let formats = try ECPointFormats.parse(data)
            guard formats.contains(ECPointFormats.uncompressed) else { throw .illegalValue }
            ecPointFormats = formats
        case .applicationProtocols:
            let names = try ApplicationProtocolList.parse(data)
            guard names.count == 1 else { throw .illegalValue }
            applicationProtocol = names[0]
        case .extendedMasterSecret:
            try data.expectEnd()
            extendedMasterSecret = true
        case .sessionTicket:
            try data.expectEnd()
            sessionTicket = true
        case .renegotiationInfo:
            renegotiationInfo = try RenegotiationInfo.parse(data)
        case .supportedGroups:
            // Some servers list their groups, which RFC 8422 does not forbid. There is nothing for
            // a client to learn from it.
            _ = try data.readUInt16Vector()
            try data.expectEnd()
        case .signatureAlgorithms:
            // "Servers MUST NOT send this extension" (RFC 5246, 7.4.1.4.1).
            throw .unsolicitedExtension
        }
    }

    /// Writes the list with its length, or nothing if there are none.
    func write(to writer: inout ByteWriter) {
        guard self != ServerHelloExtensions() else { return }
        writer.writeVector(lengthByteCount: 2) { writer in
            if acknowledgesServerName { writer.writeExtension(.serverName) }
            if let renegotiationInfo {
                writer.writeExtension(.renegotiationInfo) {
                    RenegotiationInfo.write(renegotiationInfo, to: &$0)
                }
            }
            if let ecPointFormats {
                writer.writeExtension(.ecPointFormats) {
                    ECPointFormats.write(ecPointFormats, to: &$0)
                }
            }
            if sessionTicket { writer.writeExtension(.sessionTicket) }
            if let applicationProtocol {
                writer.writeExtension(.applicationProtocols) {
                    ApplicationProtocolList.write([applicationProtocol], to: &$0)
                }
            }
            if extendedMasterSecret { writer.writeExtension(.extendedMasterSecret) }
        }
    }
}
