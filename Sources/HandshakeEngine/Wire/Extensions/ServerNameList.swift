/// The client's server_name extension: the host that it wants (RFC 6066, 3).
enum ServerNameList {
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
    static func hostName(of server: String) -> String? {
        let name = server.hasSuffix(".") ? server.dropLast() : server[...]
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel), !IPAddress.isAddress(String(name)),
            // Such as 127.1, which is an address for some.
            labels.last?.utf8.allSatisfy(isDigit) == false
        else { return nil }
        return String(name)
    }

    /// RFC 1123, section 2.1, and the underscores of many a network.
    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: isDigit(byte)
                }
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    static func write(_ host: String, to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 2) { writer in
            writer.write(hostName)
            writer.writeVector(lengthByteCount: 2, Array(host.utf8))
        }
    }
}
