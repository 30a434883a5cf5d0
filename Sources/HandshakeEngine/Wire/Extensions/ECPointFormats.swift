/// The ec_point_formats extension (RFC 8422, 5.1.2).
package enum ECPointFormats {
    /// The only format that RFC 8422 has.
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
