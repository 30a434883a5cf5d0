/// A signature and its scheme (RFC 5246, 4.7).
package struct DigitallySigned: Hashable, Sendable {
    package var scheme: SignatureScheme
    package var signature: [UInt8]

    package init(scheme: SignatureScheme, signature: [UInt8]) {
        self.scheme = scheme
        self.signature = signature
    }

    init(from reader: inout ByteReader) throws(WireError) {
        scheme = SignatureScheme(rawValue: try reader.readUInt16())
        signature = [UInt8](try reader.readVector(lengthByteCount: 2))
    }

    func write(to writer: inout ByteWriter) {
        writer.write(scheme.rawValue)
        writer.writeVector(lengthByteCount: 2, signature)
    }
}
