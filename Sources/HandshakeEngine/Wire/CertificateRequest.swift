/// The server asks for the client's certificate (RFC 5246, 7.4.4).
package struct CertificateRequest: HandshakeBody, Hashable {
    package static let type = HandshakeType.certificateRequest

    /// ClientCertificateType's rsa_sign.
    package static let rsaSign: UInt8 = 1

    package var certificateTypes: [UInt8]
    package var signatureSchemes: [SignatureScheme]
    /// Distinguished names in DER; none: any.
    package var certificateAuthorities: [[UInt8]]

    package init(
        certificateTypes: [UInt8] = [rsaSign],
        signatureSchemes: [SignatureScheme],
        certificateAuthorities: [[UInt8]]
    ) {
        self.certificateTypes = certificateTypes
        self.signatureSchemes = signatureSchemes
        self.certificateAuthorities = certificateAuthorities
    }

    package init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        certificateTypes = [UInt8](try reader.readVector(lengthByteCount: 1, minimum: 1))
        signatureSchemes = try reader.readUInt16Vector().map(SignatureScheme.init(rawValue:))
        var names = ByteReader(try reader.readVector(lengthByteCount: 2))
        try reader.expectEnd()
        certificateAuthorities = []
        while !names.isAtEnd {
            let name = try names.readVector(lengthByteCount: 2, minimum: 1)
            certificateAuthorities.append([UInt8](name))
        }
    }

    package func write(to writer: inout ByteWriter) {
        writer.writeVector(lengthByteCount: 1, certificateTypes)
        writer.writeVector(of: signatureSchemes.lazy.map(\.rawValue))
        writer.writeVector(lengthByteCount: 2) { writer in
            for name in certificateAuthorities { writer.writeVector(lengthByteCount: 2, name) }
        }
    }
}
