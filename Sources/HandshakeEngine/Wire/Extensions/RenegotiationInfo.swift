/// The renegotiation_info extension: the verify data of the handshake before, none in the first one
/// (RFC 5746, 3.2).
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
