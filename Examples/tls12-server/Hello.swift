// SPDX-License-Identifier: Apache-2.0

/// What the server needs of a ClientHello (RFC 5246, section 7.4.1.2).
struct ClientHello {
    let version: UInt16
    let random: [UInt8]
    /// RFC 5746: as an extension, or as a cipher suite that is none.
    private(set) var hasRenegotiationInfo: Bool
    /// RFC 7627.
    private(set) var hasExtendedMasterSecret = false

    init(parsing body: [UInt8]) throws(Alert) {
        var reader = Reader(body)
        version = UInt16(try reader.number(byteCount: 2))
        guard version >= TLS12Numbers.version else { throw .protocolVersion }
        random = try reader.take(32)
        guard try reader.vector(lengthByteCount: 1).count <= 32 else { throw .decodeError }

        var suites = Reader(try reader.vector(lengthByteCount: 2))
        var offered: Set<Int> = []
        while !suites.isAtEnd { offered.insert(try suites.number(byteCount: 2)) }
        guard offered.contains(TLS12Numbers.rsaWithAES128GCMSHA256) else { throw .handshakeFailure }
        hasRenegotiationInfo = offered.contains(TLS12Numbers.emptyRenegotiationInfo)

        let compressionMethods = try reader.vector(lengthByteCount: 1)
        guard compressionMethods.contains(0) else { throw .illegalParameter }
        if !reader.isAtEnd { try readExtensions(reader.vector(lengthByteCount: 2)) }
        try reader.end()
    }

    private mutating func readExtensions(_ bytes: [UInt8]) throws(Alert) {
        var reader = Reader(bytes)
        var seen: Set<Int> = []
        while !reader.isAtEnd {
            let type = try reader.number(byteCount: 2)
            let content = try reader.vector(lengthByteCount: 2)
            guard seen.insert(type).inserted else { throw .decodeError }
            switch type {
            case TLS12Numbers.renegotiationInfo:
                // Of a first handshake, which all are here
                guard content == [0] else { throw .handshakeFailure }
                hasRenegotiationInfo = true
            case TLS12Numbers.extendedMasterSecret:
                guard content.isEmpty else { throw .decodeError }
                hasExtendedMasterSecret = true
            default: break  // what is not known is passed over
            }
        }
    }

    /// The ServerHello that answers it (RFC 5246, section 7.4.1.3).
    func answer(serverRandom: [UInt8]) -> [UInt8] {
        var extensions: [UInt8] = []
        if hasRenegotiationInfo {
            extensions += UInt16(TLS12Numbers.renegotiationInfo).bytes + [0, 1, 0]
        }
        if hasExtendedMasterSecret {
            extensions += UInt16(TLS12Numbers.extendedMasterSecret).bytes + [0, 0]
        }
        var hello = TLS12Numbers.version.bytes + serverRandom
        hello += [0]  // no session to resume
        hello += UInt16(TLS12Numbers.rsaWithAES128GCMSHA256).bytes + [0]
        // A client that offers no extension gets none, not even an empty list.
        return extensions.isEmpty ? hello : hello + UInt16(extensions.count).bytes + extensions
    }
}

enum TLS12Numbers {
    static let version: UInt16 = 0x0303
    static let rsaWithAES128GCMSHA256 = 0x009c
    static let emptyRenegotiationInfo = 0x00ff
    static let renegotiationInfo = 0xff01
    static let extendedMasterSecret = 0x0017
}
