/// The client's server_name extension: the host that it wants (RFC 6066, 3).
package enum ServerNameList {
    /// NameType's host_name.
    private static let hostName: UInt8 = 0

    /// The host name, or nil where all names are of other types.
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

    /// What is sent for a server of this name: a DNS host name in ASCII, without the dot of the root.
    /// Nothing for an address and for what is no such name, such as one with a port or a zone.
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
