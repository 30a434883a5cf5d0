/// The names of an application_layer_protocol_negotiation extension (RFC 7301, 3.1).
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
