/// A certificate chain, the sender's own certificate first; empty where a client has none
/// (RFC 5246, 7.4.2 and 7.4.6).
package struct CertificateMessage: HandshakeBody, Hashable {
    package static let type = HandshakeType.certificate

    /// In DER.
    package var certificates: [[UInt8]]

    package init(certificates: [[UInt8]]) { self.certificates = certificates }

    /// Throws `tooManyCertificates` beyond `maximumCertificateCount`.
    package init(
        parsing body: Span<UInt8>,
        maximumCertificateCount: Int
    ) throws(WireError) {
        var reader = ByteReader(body)
        var list = ByteReader(try reader.readVector(lengthByteCount: 3))
        try reader.expectEnd()
        certificates = []
        while !list.isAtEnd {
            guard certificates.count < maximumCertificateCount else {
                throw .tooManyCertificates(maximum: maximumCertificateCount)
            }
            let certificate = try list.readVector(lengthByteCount: 3, minimum: 1)
            certificates.append([UInt8](certificate))
        }
    }

    package func write(to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 3) { writer in
            for certificate in certificates {
                writer.writeVector(lengthByteCount: 3, certificate)
            }
        }
    }
}
