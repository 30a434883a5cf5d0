// SPDX-License-Identifier: Apache-2.0

/// What the extensions of a ClientHello say; `nil` for one that was not sent.
package struct ClientHelloExtensions: Hashable, Sendable {
    package var serverName: String?
    package var supportedGroups: [TLSNamedGroup]?
    package var ecPointFormats: [UInt8]?
    package var signatureSchemes: [TLSSignatureScheme]?
    package var applicationProtocols: [[UInt8]]?
    package var extendedMasterSecret = false
    /// Empty if the client supports tickets but has none.
    package var sessionTicket: [UInt8]?
    /// The verify_data of the previous handshake: empty in the first one.
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
            supportedGroups = try data.readUInt16Vector().map(TLSNamedGroup.init(rawValue:))
            try data.expectEnd()
        case .ecPointFormats:
            ecPointFormats = try ECPointFormats.parse(data)
        case .signatureAlgorithms:
            signatureSchemes = try data.readUInt16Vector().map(TLSSignatureScheme.init(rawValue:))
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

    private static let groupsWithPointFormats: [TLSNamedGroup] = [
        .secp256r1, .secp384r1, .secp521r1, .x25519, .x448,
    ]

    /// A client that names a group of RFC 8422 and then point formats must name the uncompressed
    /// one among them (RFC 8422, section 5.1.2).
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

/// What the extensions of a ServerHello say; `nil` for one that was not sent. Each answers one of
/// the client's.
package struct ServerHelloExtensions: Hashable, Sendable {
    /// The server used the client's server_name.
    package var acknowledgesServerName = false
    package var ecPointFormats: [UInt8]?
    package var applicationProtocol: [UInt8]?
    package var extendedMasterSecret = false
    /// The server will send a NewSessionTicket.
    package var sessionTicket = false
    /// The verify_data of the previous handshake: empty in the first one.
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
            // Some servers list their groups, which RFC 8422 does not forbid. A client learns
            // nothing from it.
            _ = try data.readUInt16Vector()
            try data.expectEnd()
        case .signatureAlgorithms:
            // "Servers MUST NOT send this extension" (RFC 5246, section 7.4.1.4.1).
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

/// The client's server_name extension: the host that it asks for (RFC 6066, section 3).
package enum ServerNameList {
    /// NameType's host_name.
    private static let hostName: UInt8 = 0

    /// The host name, or `nil` if all names are of other types.
    ///
    /// Throws `illegalValue` for a second host name and for one that is not printable ASCII.
    static func parse(_ data: consuming ByteReader) throws(WireError) -> String? {
        var list = ByteReader(try data.readVector(lengthByteCount: 2, minimum: 1))
        try data.expectEnd()
        var host: String?
        while !list.isAtEnd {
            let type = try list.readUInt8()
            let name = try list.readVector(lengthByteCount: 2, minimum: 1)
            guard type == hostName else { continue }
            guard host == nil else { throw .illegalValue }
            for index in name.indices where name[index] <= 0x20 || name[index] >= 0x7F {
                throw .illegalValue
            }
            host = String(decoding: [UInt8](name), as: UTF8.self)
        }
        return host
    }

    /// What is sent for a server of this name: a DNS host name in ASCII, without the dot of the
    /// root. `nil` for an address, and for anything that is not a host name, such as one with a
    /// port or a zone.
    package static func hostName(of server: String) -> String? {
        guard case .name(let name)? = ServerIdentity(server) else { return nil }
        return name.labels.joined(separator: ".")
    }

    static func write(_ host: String, to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 2) { writer in
            writer.write(hostName)
            writer.writeVector(lengthByteCount: 2, Array(host.utf8))
        }
    }
}

/// The names of an application_layer_protocol_negotiation extension (RFC 7301, section 3.1).
enum ApplicationProtocolList {
    static func parse(_ data: consuming ByteReader) throws(WireError) -> [[UInt8]] {
        var list = ByteReader(try data.readVector(lengthByteCount: 2, minimum: 2))
        try data.expectEnd()
        var names: [[UInt8]] = []
        while !list.isAtEnd {
            names.append([UInt8](try list.readVector(lengthByteCount: 1, minimum: 1)))
        }
        return names
    }

    static func write(_ names: [[UInt8]], to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 2) { writer in
            for name in names { writer.writeVector(lengthByteCount: 1, name) }
        }
    }
}

/// The ec_point_formats extension (RFC 8422, section 5.1.2).
package enum ECPointFormats {
    /// The only format that RFC 8422 defines.
    package static let uncompressed: UInt8 = 0

    static func parse(_ data: consuming ByteReader) throws(WireError) -> [UInt8] {
        let formats = [UInt8](try data.readVector(lengthByteCount: 1, minimum: 1))
        try data.expectEnd()
        return formats
    }

    static func write(_ formats: [UInt8], to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 1, formats)
    }
}

/// The renegotiation_info extension: the verify_data of the previous handshake, empty in the first
/// one (RFC 5746, section 3.2).
enum RenegotiationInfo {
    static func parse(_ data: consuming ByteReader) throws(WireError) -> [UInt8] {
        let renegotiatedConnection = [UInt8](try data.readVector(lengthByteCount: 1))
        try data.expectEnd()
        return renegotiatedConnection
    }

    static func write(_ renegotiatedConnection: [UInt8], to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 1, renegotiatedConnection)
    }
}
