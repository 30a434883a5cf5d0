/// The client's signature over all handshake messages before this one (RFC 5246, 7.4.8).
package struct CertificateVerify: HandshakeBody, Hashable {
    package static let type = HandshakeType.certificateVerify

    package var signed: DigitallySigned

    package init(signed: DigitallySigned) { self.signed = signed }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        signed = try DigitallySigned(from: &reader)
        try reader.expectEnd()
    }

    package func write(to writer: inout ByteWriter) { signed.write(to: &writer) }
}
